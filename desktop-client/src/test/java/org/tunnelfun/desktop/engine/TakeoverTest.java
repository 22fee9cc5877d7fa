package org.tunnelfun.desktop.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 5: the port is taken back, from nobody but ourselves and the silent. */
class TakeoverTest {
    @TempDir private Path state;

    @Test
    void theReaperIsAskedAboutASilentHolder() {
        Scene scene = new Scene(state, "run-1", Scene.reaper(7022));
        scene.ssh.server.foreignHolder = true;
        scene.start();
        assertTrue(scene.untilUp(2) <= 1);
        assertEquals(1, scene.ssh.attempts);
    }

    @Test
    void aRestartedClientEndsItsOwnSilentSessionOfTheEarlierRun() {
        Scene first = new Scene(state).up();
        ScriptedSession old = first.ssh.last();
        old.frozen = true;
        Scene second = new Scene(state, "run-2", c -> c);
        second.ssh.server.holder = old;
        second.ssh.server.pids = 500;
        second.start();
        assertTrue(second.untilUp(2) <= 1);
        assertEquals(List.of(old.pid), second.ssh.server.ended);
        // The answer of a silent holder takes a while, so the probe goes ahead of the binds.
        assertEquals(List.of("probe", "bind", "bind", "bind"), second.ssh.last().asked);
    }

    @Test
    void aPortWithoutAnEarlierSessionOfOursIsNotProbedBeforeItIsRefused() {
        Scene scene = new Scene(state).up();
        assertEquals(List.of("bind"), scene.ssh.last().asked);
    }

    @Test
    void aHolderThatAnsweredAtTheLoginIsProbedAgainBeforeAnythingIsEnded() {
        ScriptedSession old = new Scene(state).up().ssh.last();
        Scene second = new Scene(state, "run-2", c -> c);
        second.ssh.server.holder = old;
        second.ssh.server.pids = 500;
        second.ssh.server.firstProbes.add(SshSession.Heard.FOREIGN);
        second.start();
        second.seconds(1);
        assertEquals(
                List.of("probe", "bind", "bind", "probe"), second.ssh.last().asked.subList(0, 4));
        assertEquals(List.of(old.pid), second.ssh.server.ended);
    }

    @Test
    void aCopiedStateFileEndsNobodyWhoAnswers() {
        Scene first = new Scene(state).up();
        Scene clone = new Scene(state, "run-2", c -> c);
        clone.ssh.server.holder = first.ssh.last();
        clone.ssh.server.pids = 500;
        clone.ssh.server.probe = SshSession.Heard.FOREIGN;
        clone.start();
        clone.seconds(3600);
        assertEquals(List.of(), clone.ssh.server.ended);
    }

    @Test
    void earlierSessionsAreEndedAtMostThreeTimesInTenMinutes() {
        for (int run = 1; run <= 5; run++) {
            Scene scene = new Scene(state, "run-" + run, c -> c);
            scene.ssh.server.pids = run * 1000L;
            scene.up();
        }
        Scene last = new Scene(state, "run-9", c -> c);
        last.ssh.server.pids = 9000;
        last.ssh.server.foreignHolder = true;
        last.start();
        last.seconds(300);
        assertEquals(3, last.ssh.server.ended.size());
    }
}
