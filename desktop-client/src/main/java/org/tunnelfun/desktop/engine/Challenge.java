package org.tunnelfun.desktop.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.tunnelfun.desktop.engine.SshSession.Bind;

/**
 * The original tool's rule: a second session asks for the same ports. Granted and proven on both
 * loopbacks means that the first one no longer lives at the server. Lives on the tunnel's loop.
 */
final class Challenge {
    private static final Duration BIND_WITHIN = Duration.ofSeconds(10);

    private final LiveSession challenger;
    private final Deque<ForwardKeeper> left;
    private final Deque<Runnable> adoptions = new ArrayDeque<>();
    private final Consumer<Boolean> done;

    private Challenge(LiveSession challenger, Consumer<Boolean> done) {
        this.challenger = challenger;
        this.left = new ArrayDeque<>(challenger.keepers().all());
        this.done = done;
    }

    /** Tries; {@code done} is told on the loop whether the challenger holds every port now. */
    static void start(LiveSession challenger, Consumer<Boolean> done) {
        new Challenge(challenger, done).next();
    }

    private void next() {
        ForwardKeeper keeper = left.poll();
        if (keeper == null) {
            adoptions.forEach(Runnable::run);
            done.accept(true);
            return;
        }
        challenger
                .ssh()
                .bind(
                        keeper.forward(),
                        BIND_WITHIN,
                        challenger.here(bind -> answered(keeper, bind)));
    }

    private void answered(ForwardKeeper keeper, Bind bind) {
        if (!bind.granted()) {
            done.accept(false);
            return;
        }
        Duration within = challenger.config().staleness().selfCheckTimeout();
        challenger
                .ssh()
                .selfCheck(
                        keeper.forward(),
                        within,
                        challenger.here(check -> checked(keeper, bind, Verdict.of(check))));
    }

    private void checked(ForwardKeeper keeper, Bind bind, Verdict verdict) {
        // Where the check is forbidden the grant itself is the proof; half a bind is none.
        if (verdict == Verdict.HALF || !verdict.speaksForSession()) {
            done.accept(false);
            return;
        }
        adoptions.add(() -> keeper.adopt(bind.port()));
        next();
    }
}
