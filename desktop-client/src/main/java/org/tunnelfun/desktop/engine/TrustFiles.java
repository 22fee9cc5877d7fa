package org.tunnelfun.desktop.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.tunnelfun.desktop.config.ServerConfig;

/** While a tunnel needs the user, notices that known_hosts or the key file was changed. */
final class TrustFiles {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final List<Path> files;
    private final Time.Loop loop;
    private final Runnable changed;
    private boolean watching;
    private List<String> last = List.of();

    TrustFiles(ServerConfig server, Time.Loop loop, Runnable changed) {
        this.files =
                Stream.concat(Stream.of(server.knownHostsFile()), server.identityFile().stream())
                        .toList();
        this.loop = loop;
        this.changed = changed;
    }

    void watch(boolean wanted) {
        if (wanted && !watching) {
            watching = true;
            last = stamps();
            loop.after(PERIOD, this::look);
        } else if (!wanted) {
            watching = false;
        }
    }

    void stop() {
        watching = false;
    }

    private void look() {
        if (!watching) {
            return;
        }
        List<String> now = stamps();
        boolean differs = !now.equals(last);
        last = now;
        loop.after(PERIOD, this::look);
        if (differs) {
            changed.run();
        }
    }

    private List<String> stamps() {
        return files.stream().map(TrustFiles::stamp).toList();
    }

    private static String stamp(Path file) {
        try {
            FileTime modified = Files.getLastModifiedTime(file);
            return modified + " " + Files.size(file);
        } catch (IOException absent) {
            return "absent";
        }
    }
}
