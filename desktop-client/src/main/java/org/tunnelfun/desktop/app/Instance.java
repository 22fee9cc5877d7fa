package org.tunnelfun.desktop.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which running program is meant: one for each config file, or for each state folder that was
 * named.
 *
 * @param what the file or folder, for people
 * @param id stands for it in file names
 * @param state folder of its lock and records
 * @param signpost where whoever knows only its config looks for it
 */
public record Instance(String what, String id, Path state, Optional<Path> signpost) {

    private static final String BY_ARGUMENTS = "run-";

    /** One that is looked for where its own files are. */
    public Instance(String what, String id, Path state) {
        this(what, id, state, Optional.empty());
    }

    /** The instance of a config file; its state lies in the system's folder. */
    public static Instance ofConfig(AppPaths paths, Path config) {
        return of("config", config, paths.state());
    }

    /** The instance of a state folder, whatever its tunnels come from. */
    public static Instance ofState(Path state) {
        return of("state", state, state.toAbsolutePath());
    }

    /** The same, if it runs the tunnels of {@code config}: then that leads to it, too. */
    public Instance running(AppPaths paths, Path config) {
        return new Instance(what, id, state, Optional.of(ofConfig(paths, config).info()));
    }

    /** The instance of tunnels that were given on the command line alone. */
    public static Instance ofArguments(AppPaths paths, String arguments) {
        return new Instance(
                arguments, BY_ARGUMENTS + digest("arguments", arguments), paths.state());
    }

    /** The control sockets of those that run by arguments alone, always in the same order. */
    public static List<Path> socketsByArguments(AppPaths paths) {
        try (Stream<Path> files = Files.list(paths.state())) {
            return files.filter(f -> f.getFileName().toString().startsWith(BY_ARGUMENTS))
                    .filter(f -> f.getFileName().toString().endsWith(".json"))
                    .flatMap(f -> InstanceInfo.read(f).stream())
                    .filter(i -> i.process().isPresent())
                    .map(InstanceInfo::socket)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            // No such folder: none has run here.
            return List.of();
        }
    }

    private static Instance of(String kind, Path file, Path state) {
        Path real = file.toAbsolutePath().normalize();
        try {
            real = Files.exists(real) ? real.toRealPath() : real;
        } catch (IOException e) {
            // A folder above that cannot be searched: the name as it was given is as good.
            real = file.toAbsolutePath().normalize();
        }
        return new Instance(file.toString(), digest(kind, real.toString()), state);
    }

    /** The file that the instance keeps locked. */
    public Path lock() {
        return state.resolve(id + ".lock");
    }

    /** The file that says who holds the lock and where it listens. */
    public Path info() {
        return state.resolve(id + ".json");
    }

    private static String digest(String kind, String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest((kind + ":" + text).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
