package org.tunnelfun.reaper.fleet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.reaper.config.Ports;

/**
 * {@code events.jsonl}, and the newest events in memory. A full disk never stops a sweep.
 *
 * <p>Thread-safe.
 */
public final class EventLog {
    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);
    private static final int REMEMBERED = 500;

    /** Of characters: in one sweep a large fleet may make more events than a small heap holds. */
    private static final int MOST_AT_ONCE = 64 * 1024;

    /** Often enough for a timeline of a day, and rarely enough for a memory card. */
    private static final Duration TOUCH = Duration.ofMinutes(1);

    private final Path file;
    private final long maxBytes;
    private final int oldFiles;
    private final Deque<String> newest = new ArrayDeque<>();
    private String problem = "";
    private String alive = "";
    private boolean marked;
    private Optional<Instant> stopped = Optional.empty();
    private Instant touched = Instant.EPOCH;

    /**
     * Appends to a file.
     *
     * @param file its folder exists or can be made
     * @param maxBytes size at which it is renamed to {@code events.jsonl.1}
     * @param oldFiles how many of these are kept
     */
    public EventLog(Path file, long maxBytes, int oldFiles) {
        this.file = file;
        this.maxBytes = maxBytes;
        this.oldFiles = oldFiles;
    }

    /** Writes events down, one line each. */
    public synchronized void add(List<Fleet.Event> events) {
        if (events.isEmpty()) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        for (Fleet.Event event : events) {
            String line = EventJson.of(event);
            if (lines.length() + line.length() >= Math.min(MOST_AT_ONCE, maxBytes / 4)) {
                append(lines.toString());
                lines.setLength(0);
            }
            lines.append(line).append('\n');
            newest.addFirst(line);
            if (newest.size() > REMEMBERED) {
                newest.removeLast();
            }
        }
        append(lines.toString());
    }

    /**
     * Notes that everything was looked at. What lives makes no events, nor does what was gone when
     * the reaper started; so the first look, and the head of each new file, has one line about all;
     * and the file's time tells later until when the reaper ran.
     *
     * @param living ports with the verdict alive
     */
    public synchronized void swept(Instant at, IntStream living) {
        String list = living.distinct().mapToObj(String::valueOf).collect(Collectors.joining(","));
        String ports = list.isEmpty() ? "" : Ports.parse(list).toString();
        alive = line(at, ports, "");
        if (!marked) {
            marked = true;
            String gap = stopped.map(s -> ",\"after\":\"" + s + "\"").orElse("");
            append(line(at, ports, ",\"look\":\"" + Past.FIRST_LOOK + "\"" + gap));
        }
        if (Duration.between(touched, at).abs().compareTo(TOUCH) >= 0 && Files.exists(file)) {
            touched = at;
            try {
                Files.getFileAttributeView(
                                file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .setTimes(FileTime.from(at), null, null);
            } catch (IOException e) {
                LOG.debug("{} cannot be touched: {}", file, e.toString());
            }
        }
    }

    /** Nothing in it but our own numbers. */
    private static String line(Instant at, String ports, String more) {
        return "{\"at\":\"" + at + "\",\"alive\":\"" + ports + "\"" + more + "}\n";
    }

    /** What the files tell of these ports, for the timelines of a reaper that starts. */
    public synchronized Past past(Ports watched, Instant now) {
        List<Path> files =
                IntStream.rangeClosed(0, oldFiles)
                        .mapToObj(i -> i == oldFiles ? file : numbered(oldFiles - i))
                        .toList();
        Past past = new Past(watched, now).read(files);
        stopped = past.stopped();
        return past;
    }

    private void append(String lines) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                    && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                // A FIFO that nobody reads would keep the sweeps waiting; and by a link the
                // account of the service could have root write to root's files.
                throw new IOException("it is no ordinary file");
            }
            boolean full = Files.exists(file) && Files.size(file) + lines.length() > maxBytes;
            if (full) {
                rotate();
            }
            if (!Files.exists(file)) {
                create();
            }
            Files.writeString(
                    file,
                    full ? alive + lines : lines,
                    StandardCharsets.UTF_8,
                    StandardOpenOption.APPEND,
                    LinkOption.NOFOLLOW_LINKS);
            problem = "";
        } catch (IOException e) {
            // Said once for each kind of trouble, not in every sweep of a month.
            if (!e.toString().equals(problem)) {
                LOG.warn("events cannot be written to {}: {}", file, e.toString());
            }
            problem = e.toString();
        }
    }

    /** Who is where is nobody's business who has not the token either, whatever the umask is. */
    private void create() throws IOException {
        boolean posix =
                Files.getFileStore(file.toAbsolutePath().getParent())
                        .supportsFileAttributeView("posix");
        if (posix) {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-r-----")));
        } else {
            Files.createFile(file);
        }
    }

    private void rotate() throws IOException {
        for (int i = oldFiles; i >= 1; i--) {
            Path from = i == 1 ? file : numbered(i - 1);
            if (Files.exists(from)) {
                Files.move(from, numbered(i), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Path numbered(int i) {
        return file.resolveSibling(file.getFileName() + "." + i);
    }

    /** The newest events, newest first, as JSON objects. */
    public synchronized List<String> newest() {
        return List.copyOf(newest);
    }
}
