package org.tunnelfun.desktop.ssh;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Sees to it that whoever asked is answered exactly once, in time, and not after the end. */
final class Answers {

    private final ScheduledExecutorService clock;
    private final BooleanSupplier over;

    /**
     * @param over whether nobody wants answers any more
     */
    Answers(ScheduledExecutorService clock, BooleanSupplier over) {
        this.clock = clock;
        this.over = over;
    }

    /**
     * @param late the answer if there is no other by then
     * @return takes the answer; only the first one counts
     */
    <T> Consumer<T> once(Duration within, T late, Consumer<T> answer) {
        AtomicBoolean given = new AtomicBoolean();
        Consumer<T> first =
                value -> {
                    if (given.compareAndSet(false, true) && !over.getAsBoolean()) {
                        answer.accept(value);
                    }
                };
        Future<?> deadline =
                clock.schedule(() -> first.accept(late), within.toNanos(), TimeUnit.NANOSECONDS);
        return value -> {
            deadline.cancel(false);
            first.accept(value);
        };
    }
}
