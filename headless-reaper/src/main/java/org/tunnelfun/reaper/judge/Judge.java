package org.tunnelfun.reaper.judge;

import java.util.Collection;
import java.util.Map;
import java.util.function.Predicate;
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
            return Decision.spare(words(f, Verdict.UNKNOWN::equals));
        }
        if (f.ports().entrySet().stream().anyMatch(e -> lives(f, e))) {
            return Decision.spare(words(f, v -> true));
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

    /** Why a holder is spared, by the first of its ports that speaks for it. */
    private static String words(Facts f, Predicate<Verdict> which) {
        Map.Entry<Integer, Verdict> port =
                f.ports().entrySet().stream()
                        .filter(e -> which.test(e.getValue()) && lives(f, e))
                        .findFirst()
                        .orElseThrow();
        String words = words(port.getValue(), f.kind(), f.any().contains(port.getKey()));
        String whose = f.kind() == Holder.Kind.SESSION ? "its session" : "the same process";
        return f.ports().size() == 1
                ? words
                : "spared for port " + port.getKey() + " of " + whose + ": " + words;
    }

    /**
     * What a verdict means, for people, as far as the holder is known: only an sshd session makes a
     * port a tunnel.
     *
     * @param any whether anything may answer there
     */
    public static String words(Verdict verdict, Holder.Kind kind, boolean any) {
        if (isForeign(kind)) {
            return "held by " + kind.words();
        }
        String unseen = "; whether it is a tunnel is not known, as its holder cannot be seen";
        boolean session = kind == Holder.Kind.SESSION;
        return switch (verdict) {
            case ALIVE -> "it answers with a banner";
            case CLOSED ->
                    "closed without a word"
                            + (!session
                                    ? unseen
                                    : any
                                            ? ": the tunnel works, what it leads to does not"
                                            : ": the tunnel works, the device's sshd does not");
            case OTHER ->
                    (session ? "something on the device answered" : "something answered")
                            + (any ? ", as anything may there" : ", but with no SSH banner")
                            + (session ? "" : unseen);
            case SILENT -> "silent, which reap does not name";
            case FOREIGN -> "held by " + kind.words();
            case UNKNOWN -> "it could not be probed, so nothing is known of it";
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
            return silent(count + ", but the reaper itself runs below this process");
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
                            + doubt(f));
        }
        if (!f.missing().isEmpty()) {
            return forbidden(count + ", but it may not be signalled", f.missing());
        }
        return new Decision(Decision.What.REAP, count);
    }

    /** Why the connection of a protected session does not count as dead. */
    private static String doubt(Facts f) {
        if (!f.connected()) {
            return " to the device cannot be seen";
        }
        return f.unacked() > 0
                ? " shows unacknowledged data since the last look only"
                : " shows no unacknowledged data";
    }

    private static Decision silent(String reason) {
        return new Decision(Decision.What.SPARE_SILENT, reason);
    }

    private static Decision forbidden(String reason, String missing) {
        return new Decision(
                Decision.What.FORBIDDEN, reason + (missing.isEmpty() ? "" : ": " + missing));
    }
}
