package org.tunnelfun.reaper.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tunnelfun.reaper.proc.Holder;
import org.tunnelfun.reaper.proc.ProcFs;

/**
 * What this process may do (capabilities(7)). Three capabilities are enough; root has them all.
 *
 * @param uid the user it acts as
 * @param see whether it can look at any process
 * @param kill whether it can signal any process
 * @param missing the names of the capabilities that it lacks
 * @param ownPids whether the pids that it reads are those that its signals go to
 */
public record Rights(int uid, boolean see, boolean kill, List<String> missing, boolean ownPids) {
    private static final String OTHER_PIDS = "this /proc belongs to another pid namespace";

    private static final int DAC_READ_SEARCH = 2;
    private static final int KILL = 5;
    private static final int SYS_PTRACE = 19;

    /** Reads our own. */
    public static Rights read(ProcFs proc) {
        Path status = proc.root().resolve("self/status");
        long effective =
                proc.field(status, "CapEff:")
                        .filter(t -> t.matches("[0-9a-f]{1,16}"))
                        .map(t -> Long.parseUnsignedLong(t, 16))
                        .orElse(0L);
        Optional<String> uids = proc.field(status, "Uid:");
        int uid = uids.map(u -> u.split("\\s+")[1]).map(Integer::parseInt).orElse(-1);
        List<String> missing = new ArrayList<>();
        boolean trace = has(effective, SYS_PTRACE, "CAP_SYS_PTRACE", missing);
        boolean search = has(effective, DAC_READ_SEARCH, "CAP_DAC_READ_SEARCH", missing);
        boolean kill = has(effective, KILL, "CAP_KILL", missing);
        // In a container that was given the machine's /proc, a pid that is read there names a
        // process that is not seen, and a signal to it goes to another one.
        String self = String.valueOf(ProcessHandle.current().pid());
        boolean own = proc.self().filter(self::equals).isPresent();
        return new Rights(uid, trace && search, kill, List.copyOf(missing), own);
    }

    private static boolean has(long effective, int bit, String name, List<String> missing) {
        boolean has = (effective >> bit & 1) == 1;
        if (!has) {
            missing.add(name);
        }
        return has;
    }

    /** What is missing for a signal to this holder, or empty. */
    public String missingFor(Holder holder) {
        if (!ownPids) {
            return OTHER_PIDS;
        }
        boolean mine = holder.uid() == uid && holder.kind() != Holder.Kind.UNSEEN;
        if (mine || missing.isEmpty()) {
            return "";
        }
        if (holder.kind() != Holder.Kind.UNSEEN) {
            return kill ? "" : sentence(List.of("CAP_KILL"));
        }
        return sentence(missing.stream().filter(m -> !m.equals("CAP_KILL")).toList());
    }

    /** A sentence about all that is missing, or empty. */
    public String note() {
        if (!ownPids) {
            return "sessions are reported only: " + OTHER_PIDS;
        }
        return missing.isEmpty()
                ? ""
                : (see
                                ? "sessions of other users are reported only: "
                                : "who holds the ports of other users cannot be seen, so they are"
                                        + " reported only: ")
                        + sentence(missing);
    }

    private static String sentence(List<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        return String.join(" and ", names) + (names.size() == 1 ? " is missing" : " are missing");
    }
}
