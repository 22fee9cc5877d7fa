package org.tunnelfun.desktop.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.desktop.config.Forward;

class ForwardKeeperTest {
    @TempDir private Path state;
    private final FakeTime time = new FakeTime();
    private final Time.Loop loop = time.loop("tunnel");
    private final List<Consumer<Takeover.Outcome>> takeovers = new ArrayList<>();

    @Test
    void whoWaitsForACheckIsAnsweredAlsoIfThePortIsGivenBackMeanwhile() {
        ScriptedSession ssh = session();
        ssh.silentChecks = Optional.of(loop);
        LiveSession session = live(ssh);
        session.bind();
        time.pass(Duration.ofSeconds(30));
        assertEquals(1, takeovers.size(), "granted, but nothing comes back through it");

        AtomicBoolean answered = new AtomicBoolean();
        session.keepers().check(() -> answered.set(true));
        ssh.server.bindForbidden = true;
        takeovers.get(0).accept(new Takeover.Outcome(false, SshSession.Heard.SILENT, ""));
        time.pass(Duration.ofSeconds(5));
        assertFalse(session.keepers().allBound());
        assertFalse(answered.get(), "the check is still under way");
        time.pass(Duration.ofSeconds(10));
        assertTrue(answered.get());
    }

    private static ScriptedSession session() {
        Ssh.Listener nobody =
                new Ssh.Listener() {
                    @Override
                    public void connected() {}

                    @Override
                    public void opened(SshSession session) {}

                    @Override
                    public void failed(Failure failure) {}

                    @Override
                    public void ended(Failure failure) {}
                };
        return new ScriptedSession(new ScriptedSsh.Server(), nobody, 7);
    }

    private LiveSession live(ScriptedSession ssh) {
        Journal journal = new Journal(state, "device", "run-1");
        LiveSession.Owner owner =
                new LiveSession.Owner() {
                    @Override
                    public void changed(LiveSession session) {}

                    @Override
                    public void suspect(LiveSession session, Suspicion suspicion) {}

                    @Override
                    public void heard(LiveSession session) {}

                    @Override
                    public void stoodStill(Duration by) {}

                    @Override
                    public void takeover(
                            LiveSession session, Forward forward, Consumer<Takeover.Outcome> done) {
                        takeovers.add(done);
                    }
                };
        return new LiveSession(Scene.config(), ssh, journal, time, loop, owner);
    }
}
