package org.tunnelfun.desktop.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.config.ClientConfig;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.Home;
import org.tunnelfun.desktop.config.PrivateFile;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.doctor.Doctor;
import org.tunnelfun.desktop.doctor.Finding;
import org.tunnelfun.desktop.engine.HostKeyPrompt;
import org.tunnelfun.desktop.engine.TunnelControl;
import org.tunnelfun.desktop.engine.TunnelState;
import org.tunnelfun.desktop.imports.Imported;
import org.tunnelfun.desktop.imports.SshConfigImport;
import org.tunnelfun.desktop.logging.LogSetup;
import org.tunnelfun.desktop.ssh.JschSsh;
import org.tunnelfun.desktop.ssh.NewKey;
import org.tunnelfun.desktop.ui.Look;
import org.tunnelfun.desktop.ui.Outside;
import org.tunnelfun.desktop.ui.SecretDialog;

/** Does for the screens what belongs to other packages, each task on a thread of its own. */
final class ScreenHelp implements Outside {

    private static final Logger LOG = LoggerFactory.getLogger(ScreenHelp.class);

    private static final String SSH_CONFIG = "~/.ssh/config";

    private final HostKeyNotice hostKeys;
    private final SecretDialog secrets;
    private final TunnelControl control;
    private final LoginItem loginItem = new LoginItem();

    ScreenHelp(HostKeyNotice hostKeys, SecretDialog secrets, TunnelControl control) {
        this.hostKeys = hostKeys;
        this.secrets = secrets;
        this.control = control;
    }

    private static void run(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void test(TunnelConfig tunnel, Consumer<Step> step, Consumer<Boolean> done) {
        hostKeys.askAgain();
        secrets.askAgain();
        run("test-" + tunnel.name(), () -> examine(tunnel, step, done));
    }

    private void examine(TunnelConfig tunnel, Consumer<Step> step, Consumer<Boolean> done) {
        boolean well = false;
        try {
            well =
                    new Doctor(
                                    new JschSsh(hostKeys, secrets),
                                    tunnel,
                                    forward -> held(tunnel, forward),
                                    finding -> step.accept(step(finding)))
                            .examine().stream()
                                    .noneMatch(f -> f.result() == Finding.Result.PROBLEM);
        } finally {
            done.accept(well);
        }
    }

    private static Step step(Finding finding) {
        Look look =
                switch (finding.result()) {
                    case OK -> Look.UP;
                    case NOTE -> Look.PARTLY;
                    case PROBLEM -> Look.NEEDS_YOU;
                };
        return new Step(finding.step(), look, finding.text(), finding.mend());
    }

    /** A port that the running tunnel itself holds cannot be bound by its test, too. */
    private String held(TunnelConfig tunnel, Forward forward) {
        boolean up =
                control.statuses().stream()
                        .filter(s -> s.name().equals(tunnel.name()))
                        .filter(s -> s.state() == TunnelState.UP)
                        .flatMap(s -> s.forwards().stream())
                        .anyMatch(f -> f.forward().remote().equals(forward.remote()));
        return up ? forward.remote() + " is up in the running tunnel" : "";
    }

    @Override
    public void hostKey(TunnelConfig tunnel, HostKeyPrompt prompt, Consumer<Step> done) {
        secrets.askAgain();
        new HostKeyLook(prompt, hostKeys, done).start(tunnel, secrets);
    }

    @Override
    public void target(Forward forward, Consumer<Step> done) {
        run("target", () -> done.accept(step(Doctor.target(forward))));
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
    public void makeKey(String tunnel, Consumer<Path> made, Consumer<String> failed) {
        run(
                "make-key",
                () -> {
                    Path file = NewKey.place(tunnel);
                    try {
                        // A key that is there is as good: keys are never written over.
                        if (!Files.exists(file)) {
                            NewKey.make(file, "tunnelfun " + tunnel + "@" + HostName.own());
                        }
                        made.accept(file);
                    } catch (IOException e) {
                        failed.accept("The key could not be made: " + PrivateFile.plain(e));
                    }
                });
    }

    @Override
    public void authorize(TunnelConfig tunnel, Consumer<Admission> lines, Consumer<String> failed) {
        run(
                "authorize",
                () -> {
                    try {
                        lines.accept(Admissions.of(tunnel));
                    } catch (IOException e) {
                        failed.accept(e.getMessage());
                    }
                });
    }

    @Override
    public void sshConfig(Consumer<Found> found, Consumer<String> failed) {
        run(
                "import",
                () -> {
                    Path file = Home.expand(SSH_CONFIG);
                    try {
                        Imported imported =
                                Files.exists(file)
                                        ? SshConfigImport.read(file)
                                        : new Imported(
                                                ClientConfig.EMPTY,
                                                Optional.empty(),
                                                List.of(),
                                                List.of());
                        found.accept(new Found(SSH_CONFIG, imported.config(), imported.left()));
                    } catch (IOException e) {
                        failed.accept(SSH_CONFIG + " cannot be read: " + PrivateFile.plain(e));
                    }
                });
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
