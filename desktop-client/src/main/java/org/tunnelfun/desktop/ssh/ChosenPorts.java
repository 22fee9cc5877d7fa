package org.tunnelfun.desktop.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.OrdinaryFile;
import org.tunnelfun.desktop.config.PrivateFile;

/**
 * Ports that servers chose for forwards of port 0, so that they are asked for again: by the next
 * session, and, from a file in the state directory, by the next run of the program. What is lost or
 * damaged costs another port and nothing else.
 */
final class ChosenPorts {
    private static final Logger LOG = LoggerFactory.getLogger(ChosenPorts.class);
    private static final int MOST_BYTES = 64 * 1024;

    /** A port, and what it was chosen for. */
    private static final Pattern LINE = Pattern.compile("([1-9][0-9]{0,4}) (.+)");

    private final Optional<Path> file;
    private final Map<String, Integer> ports = new HashMap<>();

    /**
     * @param file where they are kept, or empty for no longer than the program runs
     */
    ChosenPorts(Optional<Path> file) {
        this.file = file;
        file.ifPresent(this::read);
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
            OrdinaryFile.text(from, MOST_BYTES).lines().forEach(this::keep);
        } catch (NoSuchFileException e) {
            LOG.trace("no port was chosen yet");
        } catch (IOException e) {
            LOG.warn("{} is not used: {}", from, PrivateFile.plain(e));
        }
    }

    private void keep(String line) {
        Matcher m = LINE.matcher(line);
        if (m.matches() && Integer.parseInt(m.group(1)) < 65536) {
            ports.put(m.group(2), Integer.parseInt(m.group(1)));
        }
    }

    private void write(Path to) {
        try {
            String text =
                    new TreeMap<>(ports)
                            .entrySet().stream()
                                    .map(each -> each.getValue() + " " + each.getKey() + "\n")
                                    .collect(Collectors.joining());
            PrivateFile.replace(to, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("cannot write {}: {}", to, PrivateFile.plain(e));
        }
    }
}
