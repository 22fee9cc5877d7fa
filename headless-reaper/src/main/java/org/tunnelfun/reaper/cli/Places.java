package org.tunnelfun.reaper.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.tunnelfun.reaper.config.ConfigFile;

/**
 * Where the running reaper's files are: the system's folders for the service and for root, the
 * user's own (XDG base directories) for everybody else.
 *
 * @param environment of the process
 * @param root whether this is root
 * @param home the user's
 */
record Places(Map<String, String> environment, boolean root, Path home) {
    private static final Path SYSTEM_SOCKET = Path.of("/run/tunnelfun/reaper.sock");

    static Places real() {
        Path home = Path.of(System.getProperty("user.home"));
        return new Places(System.getenv(), System.getProperty("user.name").equals("root"), home);
    }

    /** Where {@code run} listens. */
    Path socket() {
        // systemd names the folder that it made for us (RuntimeDirectory=).
        Optional<Path> given = folder("RUNTIME_DIRECTORY");
        if (given.isPresent()) {
            return given.get().resolve("reaper.sock");
        }
        return root ? SYSTEM_SOCKET : own();
    }

    /** Where a command asks: our own reaper, or the service. */
    Path socketToAsk() {
        return root || !Files.exists(own()) ? SYSTEM_SOCKET : own();
    }

    private Path own() {
        return folder("XDG_RUNTIME_DIR")
                .map(f -> f.resolve("tunnelfun/reaper.sock"))
                .orElseGet(() -> state().resolve("reaper.sock"));
    }

    /** Where events are written. */
    Path state() {
        Optional<Path> given = folder("STATE_DIRECTORY");
        if (given.isPresent()) {
            return given.get();
        }
        return root
                ? Path.of("/var/lib/tunnelfun")
                : folder("XDG_STATE_HOME")
                        .orElse(home.resolve(".local/state"))
                        .resolve("tunnelfun");
    }

    /** The token, beside the config; without one, with the events. */
    Path token(Optional<Path> config) {
        if (config.isPresent()) {
            return config.get().toAbsolutePath().resolveSibling("reaper.token");
        }
        return root ? ConfigFile.DEFAULT.resolveSibling("reaper.token") : state().resolve("token");
    }

    private Optional<Path> folder(String variable) {
        return Optional.ofNullable(environment.get(variable))
                .filter(v -> v.startsWith("/"))
                .map(Path::of);
    }
}
