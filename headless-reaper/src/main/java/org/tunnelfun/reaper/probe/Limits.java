package org.tunnelfun.reaper.probe;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many connections this process may have open at once, and what holds it back. */
public final class Limits {
    /** More at once gains nothing: the kernel's work for the connections is the same. */
    static final int MOST = 4096;

    /** Descriptors for everything else: jar, logs, listeners, callers of the API. */
    private static final int RESERVED = 200;

    /** Beyond what is open already; a file of /proc is open at any moment. */
    private static final int SPARE = 40;

    private static final Pattern OPEN_FILES = Pattern.compile("Max open files +(\\d+|unlimited).*");

    private final Path self;

    /** Reads below {@code /proc/self} but in tests. */
    public Limits(Path self) {
        this.self = self;
    }

    /** Connections at once, 1 or more. */
    public int window() {
        long limit = limit();
        String[] open = new File(self.toFile(), "fd").list();
        long used = Math.max(RESERVED, (open == null ? 0 : open.length) + SPARE);
        // Below that, half of what there is: slow, but our own files still open.
        return (int) Math.max(1, Math.min(MOST, limit - used > 0 ? limit - used : limit / 8));
    }

    /** A sentence if so many ports cannot be probed at once, else empty. */
    public String note(int ports) {
        int window = window();
        if (ports <= window || window == MOST) {
            return "";
        }
        return "probing "
                + window
                + " ports at a time: the descriptor limit is "
                + limit()
                + " (ulimit -n, LimitNOFILE=)";
    }

    private long limit() {
        try {
            List<String> lines =
                    Files.readAllLines(self.resolve("limits"), StandardCharsets.US_ASCII);
            for (String line : lines) {
                Matcher matcher = OPEN_FILES.matcher(line);
                if (matcher.matches()) {
                    return matcher.group(1).equals("unlimited")
                            ? Integer.MAX_VALUE
                            : Long.parseLong(matcher.group(1));
                }
            }
            return 1024;
        } catch (IOException e) {
            // The usual soft limit; too low a guess is slow and never wrong.
            return 1024;
        }
    }
}
