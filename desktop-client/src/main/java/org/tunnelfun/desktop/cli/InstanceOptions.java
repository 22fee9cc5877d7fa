package org.tunnelfun.desktop.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tunnelfun.desktop.app.AppPaths;
import org.tunnelfun.desktop.app.Headless;
import org.tunnelfun.desktop.app.Instance;
import org.tunnelfun.desktop.app.InstanceInfo;
import org.tunnelfun.desktop.config.ConfigException;
import org.tunnelfun.desktop.config.ShellWord;
import org.tunnelfun.desktop.config.TunnelConfig;
import picocli.CommandLine.Option;

/** Which instance a command is about. */
final class InstanceOptions {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The config; by default tunnels.json in the system's config folder.")
    private Path config;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "Folder of the instance's own state; one instance runs for each.")
    private Path stateDir;

    private final AppPaths paths = AppPaths.system();

    AppPaths paths() {
        return paths;
    }

    Path config() {
        return config == null ? paths.config() : config;
    }

    boolean configGiven() {
        return config != null;
    }

    /** The named tunnel, or those of this device; at least one. */
    List<TunnelConfig> select(Optional<String> name) throws ConfigException {
        return Headless.fromFile(config(), name).tunnels();
    }

    /** The instance that these options name; the default config's without any. */
    Instance instance() {
        return stateDir != null ? Instance.ofState(stateDir) : Instance.ofConfig(paths, config());
    }

    /** The instance that runs the config's tunnels; the config alone leads to it, too. */
    Instance instanceToRun() {
        return stateDir == null ? instance() : instance().running(paths, config());
    }

    /** The instance of tunnels that are given by arguments. */
    Instance instanceOf(String arguments) {
        return stateDir != null
                ? Instance.ofState(stateDir)
                : Instance.ofArguments(paths, arguments);
    }

    /**
     * The control sockets of what runs: of the instance that these options name, or else, when they
     * name none, of those that were started like ssh.
     *
     * @throws CommandException with 69 if none runs
     */
    List<Path> sockets() {
        Instance instance = instance();
        Optional<InstanceInfo> running =
                InstanceInfo.read(instance.info()).filter(i -> i.process().isPresent());
        List<Path> sockets =
                running.isEmpty() && config == null && stateDir == null
                        ? Instance.socketsByArguments(paths)
                        : running.map(InstanceInfo::socket).stream().toList();
        if (sockets.isEmpty()) {
            throw new CommandException(
                    ExitCode.UNAVAILABLE,
                    "no tunnelfun is running for "
                            + instance.what()
                            + "\nStart one with: tunnelfun run"
                            + arguments()
                            + "\nOr name another one with --config FILE or --state-dir DIR.");
        }
        return sockets;
    }

    private String arguments() {
        return (config == null ? "" : " --config " + ShellWord.of(config))
                + (stateDir == null ? "" : " --state-dir " + ShellWord.of(stateDir));
    }
}
