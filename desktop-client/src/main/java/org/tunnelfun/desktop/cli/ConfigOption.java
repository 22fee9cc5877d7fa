package org.tunnelfun.desktop.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tunnelfun.desktop.app.AppPaths;
import org.tunnelfun.desktop.app.Headless;
import org.tunnelfun.desktop.config.ConfigException;
import org.tunnelfun.desktop.config.ConfigFile;
import org.tunnelfun.desktop.config.ShellWord;
import org.tunnelfun.desktop.config.TunnelConfig;
import picocli.CommandLine.Option;

/** The config that a command reads tunnels from. */
final class ConfigOption {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The config; by default tunnels.json in the system's config folder.")
    private Path config;

    Path path() {
        return config == null ? AppPaths.system().config() : config;
    }

    /** The option as it was given, for a command that is proposed. */
    String given() {
        return config == null ? "" : " --config " + ShellWord.of(config);
    }

    /** The tunnel of this name, if there is a config that has it. */
    Optional<TunnelConfig> find(String name) throws ConfigException {
        if (config == null && !Files.exists(path())) {
            return Optional.empty();
        }
        return new ConfigFile(path())
                .read().tunnels().stream().filter(t -> t.name().equals(name)).findFirst();
    }

    /** Every tunnel, whatever device it is for. */
    List<TunnelConfig> all() throws ConfigException {
        return new ConfigFile(path()).read().tunnels();
    }

    /** The named tunnel, or those of this device; at least one. */
    List<TunnelConfig> select(Optional<String> name) throws ConfigException {
        return Headless.fromFile(path(), name).tunnels();
    }
}
