package org.tunnelfun.desktop.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckQueueTest {
    private final FakeTime time = new FakeTime();
    private final CheckQueue queue = new CheckQueue(time.loop("tunnel"));
    private final List<Runnable> begun = new ArrayList<>();

    @Test
    void checksOfOneTargetBeginTwoAtATimeAndTheNextWhenOneIsOver() {
        ask(5);
        assertEquals(2, begun.size());
        begun.get(0).run();
        begun.get(0).run();
        assertEquals(3, begun.size());
        begun.get(1).run();
        begun.get(2).run();
        assertEquals(5, begun.size());
    }

    @Test
    void aSilentCheckKeepsTheOthersWaitingForTwoSecondsOnly() {
        ask(5);
        time.pass(Duration.ofMillis(1900));
        assertEquals(2, begun.size());
        time.pass(Duration.ofMillis(200));
        assertEquals(4, begun.size());
        begun.get(0).run();
        assertEquals(4, begun.size(), "its turn was over before");
        time.pass(Duration.ofSeconds(2));
        assertEquals(5, begun.size());
    }

    @Test
    void nothingBeginsAfterTheEndAndNoTimerIsLeft() {
        ask(5);
        queue.stop();
        begun.get(0).run();
        time.pass(Duration.ofSeconds(10));
        assertEquals(2, begun.size());
        assertEquals(0, time.timers());
    }

    @Test
    void whoBeginsAndEndsAtOnceKeepsNobodyWaiting() {
        for (int i = 0; i < 100; i++) {
            queue.ask(
                    over -> {
                        begun.add(over);
                        over.run();
                    });
        }
        assertEquals(100, begun.size());
        assertEquals(0, time.timers());
    }

    private void ask(int checks) {
        for (int i = 0; i < checks; i++) {
            queue.ask(begun::add);
        }
    }
}
