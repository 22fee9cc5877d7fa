package org.tunnelfun.desktop.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.tunnelfun.desktop.engine.Time;

/**
 * Looks at a few files once a second and tells which changed. Polling works on every file system,
 * network ones too, and costs microseconds.
 */
final class FileWatch implements AutoCloseable {

    /** A change is told once a file was the same for one period: an editor may write in pieces. */
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Supplier<Set<Path>> files;
    private final Consumer<Path> changed;
    private final Time.Loop loop;
    private final Map<Path, String> told = new HashMap<>();
    private final Map<Path, String> seen = new HashMap<>();

    /**
     * Starts to watch.
     *
     * @param files asked anew each time
     * @param changed told on the watch's own thread, also when a file comes or goes
     */
    FileWatch(Time time, Supplier<Set<Path>> files, Consumer<Path> changed) {
        this.files = files;
        this.changed = changed;
        files.get().forEach(f -> told.put(f, look(f)));
        loop = time.loop("file-watch");
        loop.after(PERIOD, this::poll);
    }

    private void poll() {
        for (Path file : files.get()) {
            String now = look(file);
            boolean quiet = now.equals(seen.put(file, now));
            String before = told.putIfAbsent(file, now);
            if (before != null && quiet && !before.equals(now)) {
                told.put(file, now);
                changed.accept(file);
            }
        }
        loop.after(PERIOD, this::poll);
    }

    private static String look(Path file) {
        try {
            BasicFileAttributes a = Files.readAttributes(file, BasicFileAttributes.class);
            return a.lastModifiedTime().toInstant() + " " + a.size() + " " + a.fileKey();
        } catch (IOException e) {
            return "not there";
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
