package org.tunnelfun.desktop.engine;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.config.Staleness;

/** Runs the heartbeat command of one session and says when its output stops coming. */
final class Heartbeat {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    // A command that ended by itself is started again, but not in a tight loop.
    private static final Duration RESTART = Duration.ofSeconds(10);

    private final String tunnel;
    private final SshSession session;
    private final Staleness staleness;
    private final Time time;
    private final Time.Loop loop;
    private final Runnable silent;

    private Time.Timer timer = () -> {};
    private boolean stopped;
    private int generation;
    private long heardAt;
    private boolean spoke;
    private boolean triedAgain;
    private String line = "";

    Heartbeat(
            String tunnel,
            SshSession session,
            Staleness staleness,
            Time time,
            Time.Loop loop,
            Runnable silent) {
        this.tunnel = tunnel;
        this.session = session;
        this.staleness = staleness;
        this.time = time;
        this.loop = loop;
        this.silent = silent;
    }

    /** Starts the command, or starts it again. */
    void start() {
        if (stopped || staleness.heartbeatCommand().isEmpty()) {
            return;
        }
        int mine = ++generation;
        spoke = false;
        timer.cancel();
        session.heartbeat(
                staleness.heartbeatCommand(),
                text -> loop.execute(() -> line(mine, text)),
                why -> loop.execute(() -> ended(mine, why)));
    }

    void stop() {
        stopped = true;
        timer.cancel();
    }

    /** The clocks stood still: what was late then is no evidence. */
    void forgive() {
        if (spoke && !stopped) {
            heardAt = time.nanos();
            watch();
        }
    }

    /** The last line of its output. */
    String line() {
        return line;
    }

    /** Whether its output keeps coming. */
    boolean speaks() {
        return spoke;
    }

    private void line(int mine, String text) {
        if (!stopped && mine == generation) {
            line = text;
            spoke = true;
            triedAgain = false;
            heardAt = time.nanos();
            watch();
        }
    }

    private void watch() {
        timer.cancel();
        timer = loop.after(staleness.heartbeatStaleAfter(), this::check);
    }

    private void check() {
        long quiet = time.nanos() - heardAt;
        if (!stopped && spoke && quiet >= staleness.heartbeatStaleAfter().toNanos()) {
            spoke = false;
            silent.run();
        }
    }

    private void ended(int mine, String why) {
        if (stopped || mine != generation) {
            return;
        }
        timer.cancel();
        // sshd counts a command until its process is gone: the first question to the shell may
        // stand
        // in the way of the heartbeat where MaxSessions is 1.
        if (spoke || !triedAgain) {
            triedAgain = !spoke;
            timer = loop.after(RESTART, this::start);
        } else {
            // No shell on the account, or a forced command: the other proofs have to do.
            LOG.info("tunnel={} no heartbeat on this session: {}", tunnel, why);
        }
        spoke = false;
    }
}
