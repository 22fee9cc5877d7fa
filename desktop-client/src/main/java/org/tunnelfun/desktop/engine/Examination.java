package org.tunnelfun.desktop.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.tunnelfun.desktop.engine.Suspicion.Cause;

/**
 * Watches a suspect session and, once there is one, the challenger beside it, until one of two
 * things is proven: that the suspect lives, or that it may be replaced. Lives on the tunnel's loop.
 */
final class Examination {
    private static final Duration LOOK = Duration.ofMillis(200);
    // Whoever speaks is looked at whenever it does; the server must not be asked as often.
    private static final Duration CHECK_AGAIN = Duration.ofSeconds(5);
    // What gets through such a queue comes in bursts.
    private static final Duration SPEAKS = Duration.ofSeconds(10);
    private static final Duration LONG_GRACE = Duration.ofSeconds(5);

    /** What the pair does about it. */
    interface Outcome {
        /** A self-check over the suspect passed. */
        void lives();

        /**
         * The challenger may take its place.
         *
         * @param silent whether nothing but its silence speaks against it, so that a word of it
         *     changes that
         */
        void replace(String reason, boolean silent);
    }

    private final LiveSession suspect;
    private final Time time;
    private final Time.Loop loop;
    private final Duration bestLogin;
    private final Outcome outcome;

    private Optional<LiveSession> challenger = Optional.empty();
    private Time.Timer timer = () -> {};
    private boolean over;
    private Time.Timer pause = () -> {};
    private boolean checking;
    private boolean pausing;
    private boolean checkFailed;
    private boolean hadNoTime;
    private OptionalLong unanswered = OptionalLong.empty();
    private Duration inVain = Duration.ZERO;
    private long markedAt;

    /**
     * @param bestLogin the best known login to this server
     */
    Examination(
            LiveSession suspect, Time time, Time.Loop loop, Duration bestLogin, Outcome outcome) {
        this.suspect = suspect;
        this.time = time;
        this.loop = loop;
        this.bestLogin = bestLogin;
        this.outcome = outcome;
        this.markedAt = time.nanos();
    }

    /** Whether only a self-check can tell, because keepalives are answered all the time. */
    static boolean byCheckOnly(Cause cause) {
        return cause == Cause.HEARTBEAT || cause == Cause.SELF_CHECK;
    }

    void stop() {
        over = true;
        timer.cancel();
        pause.cancel();
    }

    /**
     * Whether it speaks and its last check had no time to tell more. A second session would learn
     * no more, and would have to get through the same queue, until that has lasted too long.
     */
    boolean undecided() {
        return hadNoTime
                && inVain.compareTo(Replacement.MOST_IN_VAIN) < 0
                && suspect.keepalives().silentFor().compareTo(SPEAKS) < 0;
    }

    /** A second session has logged in beside the suspect, or it is gone again. */
    void challenger(Optional<LiveSession> session) {
        challenger = session;
        look();
    }

    /** Something may have changed. */
    void look() {
        timer.cancel();
        if (over || suspect.suspicion().isEmpty()) {
            return;
        }
        Cause cause = suspect.suspicion().get().cause();
        boolean heard = suspect.keepalives().heardSinceMark();
        if (heard && cause == Cause.SILENCE) {
            checkFailed = false;
        }
        if (!checkFailed && (byCheckOnly(cause) || (heard && cause != Cause.ADDRESS))) {
            check();
        }
        challenger.ifPresent(beside -> weigh(beside, cause, heard));
    }

    private void weigh(LiveSession beside, Cause cause, boolean heard) {
        if (checkFailed) {
            outcome.replace("the self-check stays silent", false);
            return;
        }
        Replacement.Decision decision = Replacement.decide(evidence(beside, cause, heard));
        if (decision.verdict() == Replacement.Verdict.REPLACE) {
            outcome.replace(decision.reason(), !heard && cause != Cause.ADDRESS);
            return;
        }
        if (decision.in().compareTo(LONG_GRACE) > 0) {
            // Clean round trips of the challenger cut a long grace short.
            beside.keepalives().soon();
        }
        boolean soon = decision.in().compareTo(LOOK) < 0 && !decision.in().isZero();
        timer = loop.after(soon ? decision.in() : LOOK, this::look);
    }

    private Replacement.Evidence evidence(LiveSession beside, Cause cause, boolean heard) {
        SshSession.Traffic traffic = suspect.ssh().traffic();
        Duration silentFor = Duration.ofNanos(time.nanos() - markedAt);
        Duration sinceConnected = beside.sinceConnected();
        return new Replacement.Evidence(
                heard,
                cause == Cause.ADDRESS,
                Duration.ofNanos(traffic.writeBlockedNanos()),
                Duration.ofNanos(traffic.sinceWriteBlockedNanos()),
                true,
                silentFor.compareTo(sinceConnected) < 0 ? silentFor : sinceConnected,
                beside.ssh().info().loginTook(),
                bestLogin,
                beside.keepalives().answeredInTime(),
                inVain);
    }

    // It spoke, or only a self-check can tell: the challenger waits for that check. Should the
    // suspect fall silent meanwhile, the new mark lets it be replaced before the check's deadline.
    private void check() {
        if (checking || pausing) {
            return;
        }
        checking = true;
        suspect.keepalives().mark();
        markedAt = time.nanos();
        suspect.keepers()
                .check(
                        () -> {
                            checking = false;
                            checked();
                        });
    }

    private void checkAgain() {
        pausing = false;
        look();
    }

    private void checked() {
        if (over || suspect.suspicion().isEmpty()) {
            return;
        }
        boolean heartbeat = suspect.suspicion().get().cause() == Cause.HEARTBEAT;
        boolean forbidden = suspect.keepers().proof() == Proof.UNPROVEN;
        // Where the self-check is forbidden the heartbeat is the proof.
        if (suspect.keepers().lastCheckGood() && !(heartbeat && forbidden)) {
            stop();
            outcome.lives();
            return;
        }
        pausing = true;
        pause = loop.after(CHECK_AGAIN, this::checkAgain);
        // Without an answer from the check, silence decides: one that speaks is kept.
        hadNoTime = suspect.keepers().lastCheckHadNoTime();
        inVain = hadNoTime ? longerInVain() : Duration.ZERO;
        if (!hadNoTime) {
            checkFailed = true;
            suspect.keepalives().mark();
            markedAt = time.nanos();
        }
        look();
    }

    // Counted in checks and not by a clock, which runs on while a machine sleeps; anew with each
    // keepalive that is answered, however late, and while our own bytes are seen to drain.
    private Duration longerInVain() {
        OptionalLong before = unanswered;
        unanswered = suspect.keepalives().unanswered();
        if (unanswered.isEmpty() || suspect.keepalives().queued()) {
            return Duration.ZERO;
        }
        Duration check = suspect.config().staleness().selfCheckTimeout().plus(CHECK_AGAIN);
        return unanswered.equals(before) ? inVain.plus(check) : check;
    }
}
