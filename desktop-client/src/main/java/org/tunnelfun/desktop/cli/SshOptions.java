package org.tunnelfun.desktop.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tunnelfun.desktop.config.Destination;
import org.tunnelfun.desktop.config.Home;
import org.tunnelfun.desktop.config.HostPort;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.Settings;
import org.tunnelfun.desktop.config.TunnelConfig;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A tunnel as {@code ssh} would be told of it; the letters mean the same (ssh(1)). */
final class SshOptions {

    @Parameters(
            arity = "0..1",
            paramLabel = "user@host",
            description = "The server, for a tunnel without a config.")
    private String destination;

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
        return destination != null
                || !forwards.isEmpty()
                || identity != null
                || port != null
                || knownHosts != null
                || !jumps.isEmpty();
    }

    /** What is asked for, for people and to tell instances apart. */
    String described() {
        return tunnel().server().address() + " -R " + String.join(" -R ", forwards);
    }

    /**
     * The tunnel that the options describe.
     *
     * @throws IllegalArgumentException with a sentence that names what is wrong
     */
    TunnelConfig tunnel() {
        if (destination == null) {
            throw new IllegalArgumentException("Which server? Add user@host at the end.");
        }
        if (forwards.isEmpty()) {
            throw new IllegalArgumentException(
                    "Which port? Add -R 2000:localhost:22, for example.");
        }
        int at = destination.lastIndexOf('@');
        ServerConfig plain =
                ServerConfig.of(
                        destination,
                        host(destination.substring(at + 1)),
                        port == null ? 22 : HostPort.parse("x:" + port, 22).port(),
                        at < 0 ? System.getProperty("user.name") : destination.substring(0, at));
        return new TunnelConfig(
                destination,
                server(plain),
                Optional.empty(),
                true,
                forwards.stream().map(ForwardArgument::parse).toList(),
                Settings.retry(Map.of()),
                Settings.staleness(Map.of()));
    }

    private static String host(String text) {
        return text.startsWith("[") && text.endsWith("]")
                ? text.substring(1, text.length() - 1)
                : text;
    }

    private ServerConfig server(ServerConfig plain) {
        ServerConfig s =
                plain.withWay(jumps.stream().map(Destination::parse).toList(), plain.proxy())
                        .withReaperPort(USUAL_REAPER_PORT);
        s = identity == null ? s : s.withIdentityFile(Home.expand(identity));
        return knownHosts == null
                ? s
                : s.withKnownHosts(Home.expand(knownHosts), s.strictHostKeyChecking());
    }
}
