package org.tunnelfun.desktop.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.tunnelfun.desktop.app.Terminal;
import org.tunnelfun.desktop.config.AuthorizedKeys;
import org.tunnelfun.desktop.config.ConfigException;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.PrivateFile;
import org.tunnelfun.desktop.config.ShellWord;
import org.tunnelfun.desktop.config.TunnelConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code authorize}. */
@Command(
        name = "authorize",
        header = "Prints what to add on the server for a tunnel, and nothing more than it needs.")
final class AuthorizeCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private ConfigOption config;
    @Mixin private SshOptions ssh;

    @Parameters(
            paramLabel = "NAME",
            description = "The tunnel; or user@host, with the -R and -i of: tunnelfun run")
    private String name;

    @Option(
            names = "--line",
            paramLabel = "a|b",
            description = "Only this authorized_keys line, for scripts.")
    private String line;

    @Option(names = "--script", description = "Only the forced command's script, for scripts.")
    private boolean script;

    /** Names of other tunnels with the same key. */
    private final List<String> sharing = new ArrayList<>();

    @Override
    public Integer call() throws ConfigException {
        TunnelConfig tunnel =
                ssh.given()
                        ? ssh.tunnel(spec, name, !config.given().isEmpty())
                        : withAllOfItsKey(one(SshOptions.orServer(spec, name, config::select)));
        spec.commandLine().getOut().println(text(tunnel).stripTrailing());
        return ExitCode.FINE;
    }

    /** What is printed is for one tunnel; a device may have several. */
    private TunnelConfig one(List<TunnelConfig> found) {
        if (found.size() > 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Which one? Tunnels for %s: %s"
                            .formatted(
                                    name,
                                    found.stream()
                                            .map(t -> ShellWord.of(t.name()))
                                            .collect(Collectors.joining(", "))));
        }
        return found.get(0);
    }

    /** sshd takes the first line with a key, and no other: it needs the ports of all tunnels. */
    private TunnelConfig withAllOfItsKey(TunnelConfig tunnel) throws ConfigException {
        List<Forward> forwards = new ArrayList<>(tunnel.forwards());
        for (TunnelConfig other : config.all()) {
            if (!other.name().equals(tunnel.name()) && login(other).equals(login(tunnel))) {
                sharing.add(other.name());
                forwards.addAll(other.forwards());
            }
        }
        return new TunnelConfig(
                tunnel.name(),
                tunnel.server(),
                tunnel.device(),
                tunnel.autoConnect(),
                forwards,
                tunnel.retry(),
                tunnel.staleness());
    }

    /** On another device, a file of the same name is another key. */
    private static List<Object> login(TunnelConfig t) {
        return List.of(t.server().address(), t.server().identityFile(), t.device());
    }

    private String text(TunnelConfig tunnel) throws ConfigException {
        if (script && line != null) {
            throw new ParameterException(
                    spec.commandLine(), "Either --line or --script, not both.");
        }
        if (script) {
            return AuthorizedKeys.script();
        }
        String key = publicKey(tunnel);
        String a = AuthorizedKeys.withoutShell(tunnel, key);
        String b = AuthorizedKeys.withForcedCommand(tunnel, key);
        if (line != null) {
            return switch (line) {
                case "a" -> a;
                case "b" -> b;
                default ->
                        throw new ParameterException(
                                spec.commandLine(), "--line is a or b, not " + line);
            };
        }
        return Terminal.fit(AuthorizeText.of(tunnel, sharing, a, b));
    }

    private String publicKey(TunnelConfig tunnel) throws ConfigException {
        Optional<Path> named = tunnel.server().identityFile();
        if (named.isEmpty() && ssh.given()) {
            throw new ParameterException(spec.commandLine(), "Which key? Add -i KEY.");
        }
        Path key =
                named.orElseThrow(
                        () ->
                                new ConfigException(
                                        config.path()
                                                + ": servers."
                                                + tunnel.server().name()
                                                + ".identityFile: is missing; make a key with: "
                                                + keygen(tunnel)));
        Path file = AuthorizedKeys.publicFile(key);
        try {
            return AuthorizedKeys.publicKey(key);
        } catch (IOException e) {
            throw new ConfigException(
                    file
                            + ": cannot be read: "
                            + PrivateFile.plain(e)
                            + "; "
                            + wayOut(tunnel, key, file),
                    e);
        }
    }

    private String wayOut(TunnelConfig tunnel, Path key, Path file) {
        if (key.toString().endsWith(".pub")) {
            return "name the private key beside it, without .pub";
        }
        if (Files.notExists(key)) {
            return "nor is there a key "
                    + key
                    + "; make one with: "
                    + (ssh.given()
                            ? "tunnelfun keygen NAME -f " + ShellWord.of(key)
                            : keygen(tunnel));
        }
        return "make it with: ssh-keygen -y -f " + ShellWord.of(key) + " > " + ShellWord.of(file);
    }

    /** By the tunnel's own name: it was perhaps named by its device's. */
    private String keygen(TunnelConfig tunnel) {
        return "tunnelfun keygen " + ShellWord.of(tunnel.name()) + config.given();
    }
}
