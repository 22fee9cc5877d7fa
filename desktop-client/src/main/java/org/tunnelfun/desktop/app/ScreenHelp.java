package org.tunnelfun.desktop.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.config.AuthorizedKeys;
import org.tunnelfun.desktop.config.Home;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.engine.HostKeyPrompt;
import org.tunnelfun.desktop.engine.SecretPrompt;
import org.tunnelfun.desktop.logging.LogSetup;
import org.tunnelfun.desktop.ssh.JschSsh;
import org.tunnelfun.desktop.ui.Outside;

/** Does for the screens what belongs to other packages, each task on a thread of its own. */
final class ScreenHelp implements Outside {

    private static final Logger LOG = LoggerFactory.getLogger(ScreenHelp.class);

    private final HostKeyPrompt hostKeys;
    private final SecretPrompt secrets;
    private final LoginItem loginItem = new LoginItem();

    ScreenHelp(HostKeyPrompt hostKeys, SecretPrompt secrets) {
        this.hostKeys = hostKeys;
        this.secrets = secrets;
    }

    private static void run(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void test(TunnelConfig tunnel, Consumer<Step> step, Consumer<Boolean> done) {
        run(
                "test-" + tunnel.name(),
                () -> {
                    boolean well = false;
                    try {
                        well = new StepTest(tunnel, new JschSsh(hostKeys, secrets), step).run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        done.accept(well);
                    }
                });
    }

    @Override
    public List<Path> keys() {
        try (Stream<Path> files = Files.list(Home.expand("~/.ssh"))) {
            return files.filter(f -> Files.exists(f.resolveSibling(f.getFileName() + ".pub")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            LOG.debug("no keys: {}", e.toString());
            return List.of();
        }
    }

    @Override
    public void makeKey(String name, Consumer<Path> made, Consumer<String> failed) {
        Path file = Home.expand("~/.ssh/" + name);
        run(
                "make-key",
                () -> {
                    Optional<String> problem = Optional.empty();
                    // A key that is there is as good: keys are never written over.
                    if (!Files.exists(file)) {
                        problem = sshKeygen(file);
                    }
                    problem.ifPresentOrElse(failed, () -> made.accept(file));
                });
    }

    private static Optional<String> sshKeygen(Path file) {
        try {
            Files.createDirectories(file.getParent());
            Process process =
                    new ProcessBuilder(
                                    "ssh-keygen",
                                    "-q",
                                    "-t",
                                    "ed25519",
                                    "-N",
                                    "",
                                    "-C",
                                    "tunnelfun@" + HostName.own(),
                                    "-f",
                                    file.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0) {
                return Optional.empty();
            }
            process.destroyForcibly();
            return Optional.of("ssh-keygen could not make " + file);
        } catch (IOException e) {
            return Optional.of("the key could not be made: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("the key was not made");
        }
    }

    @Override
    public void authorize(TunnelConfig tunnel, Consumer<String> lines, Consumer<String> failed) {
        Optional<Path> key = tunnel.server().identityFile();
        if (key.isEmpty()) {
            failed.accept("Choose or make a key first");
            return;
        }
        Path file = key.get().resolveSibling(key.get().getFileName() + ".pub");
        try {
            String publicKey = Files.readString(file).strip();
            lines.accept(
                    "# Append this one line to ~"
                            + tunnel.server().user()
                            + "/.ssh/authorized_keys on the server:\n"
                            + AuthorizedKeys.withoutShell(tunnel, publicKey));
        } catch (IOException e) {
            failed.accept("The public key cannot be read: " + file);
        }
    }

    @Override
    public boolean startsAtLogin() {
        return loginItem.isOn();
    }

    @Override
    public String startAtLogin(boolean on) {
        return loginItem.set(on);
    }

    @Override
    public void logLevel(String level) {
        LogSetup.level(level);
    }
}
