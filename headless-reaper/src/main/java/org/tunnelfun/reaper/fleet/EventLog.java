package org.tunnelfun.reaper.fleet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code events.jsonl}, and the newest events in memory. A full disk never stops a sweep.
 *
 * <p>Thread-safe.
 */
public final class EventLog {
    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);
    private static final int REMEMBERED = 500;

    private final Path file;
    private final long maxBytes;
    private final int oldFiles;
    private final Deque<String> newest = new ArrayDeque<>();
    private String problem = "";

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
            lines.append(line).append('\n');
            newest.addFirst(line);
        }
        while (newest.size() > REMEMBERED) {
            newest.removeLast();
        }
        append(lines.toString());
    }

    private void append(String lines) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (Files.exists(file) && Files.size(file) + lines.length() > maxBytes) {
                rotate();
            }
            Files.writeString(
                    file,
                    lines,
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            problem = "";
        } catch (IOException e) {
            // Said once for each kind of trouble, not in every sweep of a month.
            if (!e.toString().equals(problem)) {
                LOG.warn("events cannot be written to {}: {}", file, e.toString());
            }
            problem = e.toString();
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
