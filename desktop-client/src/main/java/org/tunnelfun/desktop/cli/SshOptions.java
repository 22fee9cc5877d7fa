package org.tunnelfun.desktop.cli;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.tunnelfun.desktop.config.ConfigException;
import org.tunnelfun.desktop.config.Destination;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.Home;
import org.tunnelfun.desktop.config.HostPort;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.Settings;
import org.tunnelfun.desktop.config.ShellWord;
import org.tunnelfun.desktop.config.Staleness;
import org.tunnelfun.desktop.config.TunnelConfig;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** A tunnel as {@code ssh} would be told of it; the letters mean the same (ssh(1)). */
final class SshOptions {

    @Option(names = "-N", description = "Run no command on the server: no heartbeat.")
    private boolean noCommand;

    @Option(names = "-T", hidden = true, description = "As always: no terminal.")
    private boolean noTerminal;

    // Asked only when something silent holds the port; where no reaper listens, that costs nothing.
    private static final int USUAL_REAPER_PORT = 7022;

    @Option(
            names = "-R",
            paramLabel = "[bind:]port:host:hostport",
            description = "Forward this port of the server to that target. May be repeated.")
    private List<String> forwards = List.of();

    @Option(
            names = "-i",
            paramLabel = "KEY",
            description = "Private key; by default those in ~/.ssh and the agent's.")
    private String identity;

    @Option(
            names = "-p",
            paramLabel = "PORT",
            description = "The server's SSH port, 22 by default.")
    private String port;

    @Option(
            names = "-l",
            paramLabel = "USER",
            description = "The account on the server, as in USER@host.")
    private String login;

    @Option(
            names = "-J",
            paramLabel = "user@host:port",
            split = ",",
            description = "Hosts to go through, in order.")
    private List<String> jumps = List.of();

    @Option(
            names = "--known-hosts",
            paramLabel = "FILE",
            description = "Trusted host keys, ~/.ssh/known_hosts by default.")
    private String knownHosts;

    boolean given() {
        return !forwards.isEmpty()
                || identity != null
                || port != null
                || login != null
                || knownHosts != null
                || noCommand
                || noTerminal
                || !jumps.isEmpty();
    }

    /** What is asked for, however it was written, for people and to tell instances apart. */
    static String described(TunnelConfig tunnel) {
        return tunnel.forwards().stream()
                .map(f -> " -R " + f.remote() + ":" + f.target())
                .collect(Collectors.joining("", tunnel.server().address(), ""));
    }

    /**
     * The tunnel that the options describe.
     *
     * @param server {@code user@host}, or nothing
     * @param command of the heartbeat, or nothing
     * @throws IllegalArgumentException with a sentence that names what is wrong
     */
    TunnelConfig tunnel(String server, List<String> command) {
        if (server == null) {
            throw new IllegalArgumentException("Which server? Add user@host at the end.");
        }
        // As to ssh, -l counts where both name an account.
        String destination =
                login == null
                        ? server
                        : login + "@" + server.substring(server.lastIndexOf('@') + 1);
        if (forwards.isEmpty()) {
            throw new IllegalArgumentException(
                    "Which port? Add -R 2000:localhost:22, for example.");
        }
        if (noCommand && !command.isEmpty()) {
            throw new IllegalArgumentException("Either a command or -N, not both.");
        }
        int at = destination.lastIndexOf('@');
        ServerConfig plain =
                ServerConfig.of(
                        destination,
                        host(destination.substring(at + 1)),
                        serverPort(),
                        at < 0 ? System.getProperty("user.name") : destination.substring(0, at));
        return new TunnelConfig(
                destination,
                server(plain),
                Optional.empty(),
                true,
                forwards(),
                Settings.retry(Map.of()),
                staleness(command));
    }

    /** The same for a command that tries or explains it, and knows configs, too. */
    TunnelConfig tunnel(CommandSpec spec, String destination, boolean configGiven) {
        if (configGiven) {
            throw new ParameterException(
                    spec.commandLine(), "Either --config, or -R … user@host; not both.");
        }
        try {
            return tunnel(destination, List.of());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /**
     * Reads the tunnels of a config; where there are none, whoever named a server hears what is
     * missing.
     *
     * @param name as it was given, or null
     */
    static List<TunnelConfig> orServer(CommandSpec spec, String name, Configured tunnels)
            throws ConfigException {
        try {
            return tunnels.select(Optional.ofNullable(name));
        } catch (ConfigException e) {
            if (name == null || !name.contains("@")) {
                throw e;
            }
            throw new ParameterException(
                    spec.commandLine(),
                    e.getMessage()
                            + "\nIf "
                            + ShellWord.of(name)
                            + " is a server: which port? Add -R 2000:localhost:22, for example.",
                    e);
        }
    }

    /** Finds tunnels in a config. */
    interface Configured {
        List<TunnelConfig> select(Optional<String> name) throws ConfigException;
    }

    private List<Forward> forwards() {
        Set<Forward.Remote> seen = new HashSet<>();
        List<Forward> all = forwards.stream().map(ForwardArgument::parse).toList();
        for (Forward forward : all) {
            if (forward.remote().port() != 0 && !seen.add(forward.remote())) {
                throw new IllegalArgumentException(
                        "-R asks for "
                                + forward.remote()
                                + " twice; give each forward a port of its own.");
            }
        }
        return all;
    }

    /** As ssh(1) has it, the words of a command are put together with blanks. */
    private Staleness staleness(List<String> command) {
        if (!noCommand && command.isEmpty()) {
            return Staleness.DEFAULTS;
        }
        return Settings.staleness(Map.of("heartbeatCommand", String.join(" ", command)));
    }

    private int serverPort() {
        return port == null ? 22 : of("-p", () -> HostPort.parse("x:" + port, 22).port());
    }

    /** What is wrong with a value is told with its option, for there are many. */
    private static <T> T of(String option, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
        }
    }

    private static String host(String text) {
        return text.startsWith("[") && text.endsWith("]")
                ? text.substring(1, text.length() - 1)
                : text;
    }

    /** The word that ssh(1) has for no jump host is no name of one. */
    private List<Destination> way() {
        boolean none = jumps.size() == 1 && jumps.get(0).equalsIgnoreCase("none");
        return none ? List.of() : of("-J", () -> jumps.stream().map(Destination::parse).toList());
    }

    private ServerConfig server(ServerConfig plain) {
        ServerConfig s = plain.withWay(way(), plain.proxy()).withReaperPort(USUAL_REAPER_PORT);
        if (identity != null) {
            s = s.withIdentityFile(of("-i", () -> Home.expand(identity)));
        }
        if (knownHosts != null) {
            Path file = of("--known-hosts", () -> Home.expand(knownHosts));
            s = s.withKnownHosts(file, s.strictHostKeyChecking());
        }
        return s;
    }
}
