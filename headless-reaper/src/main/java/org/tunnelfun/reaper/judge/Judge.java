package org.tunnelfun.reaper.judge;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.tunnelfun.reaper.probe.Heard;
import org.tunnelfun.reaper.proc.Holder;

/** Decides. Pure; what is unknown is spared. */
public final class Judge {
    /**
     * A session with a terminal, or with a service of unknown kind, is as dead as its silent port
     * only if its connection is dead as well; one look at a lossy link does not tell.
     */
    private static final int UNACKED_ROUNDS = 2;

    private Judge() {}

    /**
     * The verdict on a port from what was heard at each of its addresses.
     *
     * @param queue whether connections wait at the listener without being accepted
     */
    public static Verdict verdict(Holder.Kind kind, Collection<Heard> heard, boolean queue) {
        if (isForeign(kind)) {
            return Verdict.FOREIGN;
        }
        Verdict verdict = null;
        for (Heard one : heard) {
            Verdict next = verdict(one, queue);
            // In the order of the enum, the first that is heard on any address decides; but a
            // local error on one address leaves open what the other would have told.
            boolean better = verdict == null || rank(next) < rank(verdict);
            verdict = better ? next : verdict;
        }
        return verdict == null ? Verdict.UNKNOWN : verdict;
    }

    /** Whether such a holder is never probed and never ended. */
    public static boolean isForeign(Holder.Kind kind) {
        return kind != Holder.Kind.SESSION && kind != Holder.Kind.UNSEEN;
    }

    private static int rank(Verdict verdict) {
        return switch (verdict) {
            case ALIVE -> 0;
            case OTHER -> 1;
            case CLOSED -> 2;
            case FOREIGN, UNKNOWN -> 3;
            case SILENT -> 4;
        };
    }

    private static Verdict verdict(Heard heard, boolean queue) {
        return switch (heard.outcome()) {
            case BANNER -> Verdict.ALIVE;
            case BYTES -> Verdict.OTHER;
            case CLOSED -> Verdict.CLOSED;
            case NOTHING -> Verdict.SILENT;
            // A kernel refuses to connect when the queue of a process that accepts nothing is full.
            case UNCONNECTED -> queue ? Verdict.SILENT : Verdict.UNKNOWN;
            case REFUSED, LOCAL_ERROR -> Verdict.UNKNOWN;
        };
    }

    /** What to do with a holder. */
    public static Decision decide(Facts f) {
        if (isForeign(f.kind())) {
            return Decision.spare("held by " + f.kind().words());
        }
        if (f.ports().containsValue(Verdict.UNKNOWN)) {
            return Decision.spare(words(Verdict.UNKNOWN));
        }
        Optional<Map.Entry<Integer, Verdict>> living =
                f.ports().entrySet().stream().filter(e -> lives(f, e)).findFirst();
        if (living.isPresent()) {
            return Decision.spare(words(living.get(), f.ports().size()));
        }
        if (f.ports().keySet().stream().allMatch(f.any()::contains)) {
            return new Decision(
                    Decision.What.SPARE_SILENT,
                    "anything may answer there, so silence is no proof");
        }
        return stale(f);
    }

    /** Whether a port speaks for its session. Silence never does where anything may answer. */
    private static boolean lives(Facts f, Map.Entry<Integer, Verdict> port) {
        boolean any = f.any().contains(port.getKey());
        boolean mute = any ? port.getValue() == Verdict.SILENT : f.reap().contains(port.getValue());
        return !mute;
    }

    private static String words(Map.Entry<Integer, Verdict> port, int ports) {
        return (ports == 1 ? "" : "port " + port.getKey() + " of its session lives: ")
                + words(port.getValue());
    }

    /** What a verdict means, for people. */
    public static String words(Verdict verdict) {
        return switch (verdict) {
            case ALIVE -> "it answers with a banner";
            case CLOSED -> "closed at once: the tunnel works, the device's sshd does not";
            case OTHER -> "something on the device answered, but with no SSH banner";
            case SILENT -> "silent";
            case FOREIGN -> "held by no sshd session";
            case UNKNOWN -> "a local error says nothing about the tunnel";
        };
    }

    private static Decision stale(Facts f) {
        boolean protectedToo = f.tty() || f.ports().keySet().stream().anyMatch(f.any()::contains);
        int needed = Math.max(f.needed(), protectedToo ? UNACKED_ROUNDS : 1);
        boolean silent = f.ports().values().stream().allMatch(Verdict.SILENT::equals);
        String count = (silent ? "silent " : "no banner ") + f.strikes() + "/" + needed;
        if (f.kind() == Holder.Kind.SESSION && !f.identified()) {
            return silent(count + ", but its start time cannot be read");
        }
        if (f.ancestor()) {
            return silent(count + ", but the reaper itself runs in this session");
        }
        if (f.strikes() < needed || f.unprobed()) {
            return new Decision(Decision.What.AGAIN, count);
        }
        if (f.kind() == Holder.Kind.UNSEEN) {
            return forbidden(count + ", but its holder cannot be seen", f.missing());
        }
        if (protectedToo && f.unacked() < UNACKED_ROUNDS) {
            return silent(
                    count
                            + (f.tty()
                                    ? ", but a terminal belongs to the session, and its connection"
                                    : ", but anything may answer at another of its ports, and its"
                                            + " connection")
                            + " shows no unacknowledged data");
        }
        if (!f.missing().isEmpty()) {
            return forbidden(count + ", but it may not be signalled", f.missing());
        }
        return new Decision(Decision.What.REAP, count);
    }

    private static Decision silent(String reason) {
        return new Decision(Decision.What.SPARE_SILENT, reason);
    }

    private static Decision forbidden(String reason, String missing) {
        return new Decision(
                Decision.What.FORBIDDEN, reason + (missing.isEmpty() ? "" : ": " + missing));
    }
}
