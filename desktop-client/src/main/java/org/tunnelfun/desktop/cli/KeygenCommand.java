package org.tunnelfun.desktop.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.tunnelfun.desktop.app.HostName;
import org.tunnelfun.desktop.config.ConfigException;
import org.tunnelfun.desktop.config.Home;
import org.tunnelfun.desktop.config.PrivateFile;
import org.tunnelfun.desktop.config.ShellWord;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.ssh.NewKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keygen}. */
@Command(
        name = "keygen",
        header = "Makes an ed25519 key for a tunnel.",
        description = {
            "",
            "It has no passphrase, because a device starts without a person; authorize"
                    + " prints the lines that let it do no more than its tunnel needs.%n"
        })
final class KeygenCommand implements Callable<Integer> {

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    @Spec private CommandSpec spec;
    @Mixin private ConfigOption config;

    @Parameters(paramLabel = "NAME", description = "The tunnel.")
    private String name;

    @Option(
            names = "-f",
            paramLabel = "FILE",
            description =
                    "The private key; by default the tunnel's identityFile, else"
                            + " ~/.ssh/tunnelfun_NAME.")
    private String file;

    @Override
    public Integer call() throws ConfigException {
        if (name.isBlank() || UNPRINTABLE.matcher(name).find()) {
            // It would stand in the public key's line, too.
            throw new ParameterException(
                    spec.commandLine(), "NAME is printable characters on one line.");
        }
        Optional<TunnelConfig> tunnel = config.find(name);
        Path place = file(tunnel);
        try {
            NewKey key = NewKey.make(place, "tunnelfun " + name + "@" + HostName.own());
            print(key, tunnel);
            return ExitCode.FINE;
        } catch (FileAlreadyExistsException e) {
            throw new CommandException(
                    ExitCode.FAILED,
                    e.getFile()
                            + " is there already, and keys are never written over.\n"
                            + "Use it, or name another file with -f FILE.",
                    e);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "the key cannot be saved as " + place + ": " + PrivateFile.plain(e),
                    e);
        }
    }

    private Path file(Optional<TunnelConfig> tunnel) {
        if (file != null) {
            try {
                return Home.expand(file);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), "-f: " + e.getMessage(), e);
            }
        }
        return tunnel.flatMap(t -> t.server().identityFile()).orElseGet(() -> NewKey.place(name));
    }

    private void print(NewKey key, Optional<TunnelConfig> tunnel) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Private key  " + key.file());
        out.println("Public key   " + key.file() + ".pub");
        out.println("Fingerprint  " + key.fingerprint());
        out.println();
        out.println(key.publicKey());
        out.println();
        if (tunnel.isPresent()) {
            out.println(
                    "What to add on the server: tunnelfun authorize "
                            + ShellWord.of(name)
                            + config.given());
        } else {
            out.println(
                    "Name it with -i, or as identityFile of the tunnel's server in the config; then");
            out.println(
                    "tunnelfun authorize "
                            + ShellWord.of(name)
                            + " prints what to add on the server. Without a config:");
            out.println(
                    "tunnelfun authorize -i "
                            + ShellWord.of(key.file())
                            + " -R 2000:localhost:22 user@host");
        }
    }
}
