package org.tunnelfun.desktop.app;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.engine.Time;
import org.tunnelfun.desktop.ui.HistoryFile;

/**
 * Saves what the window's timelines show, every few minutes and at the end.
 *
 * @param text what is saved, to be asked on the screen's thread
 * @param work runs what waits for a disk
 */
record Timelines(HistoryFile file, Supplier<String> text, Executor screen, Time.Loop work) {

    private static final Logger LOG = LoggerFactory.getLogger(Timelines.class);

    /** What a crash may cost of them. */
    private static final Duration PERIOD = Duration.ofMinutes(5);

    void keep() {
        work.after(PERIOD, this::save);
    }

    private void save() {
        screen.execute(
                () -> {
                    String now = text.get();
                    work.execute(() -> file.write(now));
                });
        keep();
    }

    /** JavaFX may have ended itself by the same signal; then nobody writes them any more. */
    String last() throws Exception {
        CompletableFuture<String> told = new CompletableFuture<>();
        screen.execute(() -> told.complete(text.get()));
        try {
            return told.get(500, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            try {
                return text.get();
            } catch (RuntimeException busy) {
                // The tunnels' end is worth more than a few minutes of history.
                LOG.debug("timelines were not saved: {}", busy.toString());
                return "";
            }
        }
    }

    /** Saves them for the last time; nothing if they are empty. */
    void end(String last) {
        if (!last.isEmpty()) {
            file.write(last);
        }
    }
}
