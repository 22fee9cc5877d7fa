package org.tunnelfun.desktop.engine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * An sshd process on a server that was ours, as one line of the journal.
 *
 * @param hostKey SHA-256 fingerprint of the server
 * @param login account that we logged in as
 * @param device name of the device that wrote it
 * @param ports that its session listened on or asked for
 * @param process the process
 * @param run the run of this program that wrote it
 * @param at when
 */
record SessionRecord(
        String hostKey,
        String login,
        String device,
        SortedSet<Integer> ports,
        SshSession.ServerProcess process,
        String run,
        Instant at) {

    private static final String FORMAT = "1";
    // What a server printed stands in here too, so nothing but plain words gets in or out.
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._:/+=@-]{1,128}");

    /** The line, or empty if a field is no plain word. */
    Optional<String> line() {
        List<String> words =
                List.of(
                        FORMAT,
                        hostKey,
                        login,
                        device,
                        String.join(",", ports.stream().map(String::valueOf).toList()),
                        process.bootId(),
                        String.valueOf(process.pid()),
                        process.startTime(),
                        process.program(),
                        process.account(),
                        run,
                        String.valueOf(at.getEpochSecond()));
        boolean plain = words.stream().allMatch(w -> WORD.matcher(w.replace(',', '.')).matches());
        return plain ? Optional.of(String.join(" ", words)) : Optional.empty();
    }

    /** Reads a line back; anything else than what {@link #line} writes is empty. */
    static Optional<SessionRecord> parse(String line) {
        String[] w = line.split(" ", -1);
        if (w.length != 12 || !w[0].equals(FORMAT)) {
            return Optional.empty();
        }
        try {
            TreeSet<Integer> ports = new TreeSet<>();
            for (String port : w[4].split(",")) {
                ports.add(Integer.valueOf(port));
            }
            SshSession.ServerProcess process =
                    new SshSession.ServerProcess(w[5], Long.parseLong(w[6]), w[7], w[8], w[9]);
            SessionRecord record =
                    new SessionRecord(
                            w[1],
                            w[2],
                            w[3],
                            ports,
                            process,
                            w[10],
                            Instant.ofEpochSecond(Long.parseLong(w[11])));
            return record.line().filter(line::equals).map(same -> record);
        } catch (NumberFormatException damaged) {
            return Optional.empty();
        }
    }
}
