package org.tunnelfun.desktop.ssh;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.PrivateFile;

/**
 * Ports that servers chose for forwards of port 0, so that they are asked for again: by the next
 * session, and, from a file in the state directory, by the next run of the program. What is lost or
 * damaged costs another port and nothing else.
 */
final class ChosenPorts {
    private static final Logger LOG = LoggerFactory.getLogger(ChosenPorts.class);
    private static final long MOST_BYTES = 64 * 1024;

    private final Optional<Path> file;
    private final Map<String, Integer> ports = new HashMap<>();

    /**
     * @param file where they are kept, or empty for no longer than the program runs
     */
    ChosenPorts(Optional<Path> file) {
        this.file = file;
        file.filter(Files::isRegularFile).ifPresent(this::read);
    }

    /** The port that was chosen last, or 0. */
    synchronized int of(String tunnel, Forward forward) {
        return ports.getOrDefault(key(tunnel, forward), 0);
    }

    synchronized void chosen(String tunnel, Forward forward, int port) {
        Integer before = ports.put(key(tunnel, forward), port);
        if (before == null || before != port) {
            file.ifPresent(this::write);
        }
    }

    private static String key(String tunnel, Forward forward) {
        return "%s %s:0 -> %s:%d"
                .formatted(
                        tunnel,
                        forward.remote().bind(),
                        forward.target().host(),
                        forward.target().port());
    }

    private void read(Path from) {
        try {
            if (Files.size(from) > MOST_BYTES) {
                throw new IOException("it has more than " + MOST_BYTES + " bytes");
            }
            Map<String, Integer> read =
                    new Gson().fromJson(Files.readString(from), new TypeToken<>() {});
            if (read != null) {
                read.forEach(this::keep);
            }
        } catch (IOException | JsonParseException e) {
            LOG.warn("{} is not used: {}", from, e.getMessage());
        }
    }

    private void keep(String key, Integer port) {
        if (port != null && port > 0 && port < 65536) {
            ports.put(key, port);
        }
    }

    private void write(Path to) {
        try {
            String text = new Gson().toJson(new TreeMap<>(ports));
            PrivateFile.replace(to, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("cannot write {}: {}", to, PrivateFile.plain(e));
        }
    }
}
