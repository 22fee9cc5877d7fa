package org.tunnelfun.desktop.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Stack;
import java.util.concurrent.Callable;
import org.tunnelfun.desktop.app.HangingInstance;
import org.tunnelfun.desktop.app.Headless;
import org.tunnelfun.desktop.app.Instance;
import org.tunnelfun.desktop.app.InstanceInfo;
import org.tunnelfun.desktop.app.Rehearsal;
import org.tunnelfun.desktop.app.Service;
import org.tunnelfun.desktop.app.Terminal;
import org.tunnelfun.desktop.config.ConfigException;
import org.tunnelfun.desktop.config.PrivateFile;
import org.tunnelfun.desktop.config.ShellWord;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.install.ClassArchive;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code run}. */
@Command(
        name = "run",
        header = "Keeps tunnels alive in the foreground.",
        description = {
            "",
            "Either those of the config that are meant for this device, or the one that"
                    + " the ssh-like options describe. Stop it with Ctrl-C or SIGTERM.%n"
        })
final class RunCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private InstanceOptions instance;
    @Mixin private LogOptions log;
    @Mixin private SshOptions ssh;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "user@host",
            description = "The server, for a tunnel without a config.")
    private String destination;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "command",
            parameterConsumer = AllTheRest.class,
            description = "Runs on the server; its output must keep coming (the heartbeat).")
    private List<String> command = List.of();

    @Option(
            names = {"-C", "--name"},
            paramLabel = "NAME",
            description = "Only this tunnel of the config, or those of this device.")
    private String name;

    @Option(names = "--once", description = "End at the first failure with its exit code.")
    private boolean once;

    /** As ssh(1) has it: behind its first word, everything is the command's, options too. */
    private static final class AllTheRest implements IParameterConsumer {
        @Override
        public void consumeParameters(Stack<String> words, ArgSpec command, CommandSpec run) {
            List<String> all = new ArrayList<>(words);
            Collections.reverse(all);
            words.clear();
            command.setValue(all);
        }
    }

    @Override
    public Integer call() throws ConfigException {
        log.apply();
        Headless.Source source = source();
        List<TunnelConfig> tunnels = source.tunnels();
        Instance which =
                source.file().isPresent()
                        ? instance.instanceToRun()
                        : instance.instanceOf(SshOptions.described(tunnels.get(0)));
        ClassArchive.ofThisProcess().ifPresent(Rehearsal::afterAWhile);
        Optional<Failure> failure = new Headless(start(which), source).run(tunnels, once);
        failure.ifPresent(this::print);
        return failure.map(f -> f.kind().exitCode()).orElse(ExitCode.FINE);
    }

    private Headless.Source source() {
        if (!ssh.given() && destination == null) {
            return Headless.fromFile(instance.config(), Optional.ofNullable(name));
        }
        if (!ssh.given() && !destination.contains("@")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Which port? Add -R 2000:localhost:22, for example. Or, for a tunnel of the"
                            + " config: -C "
                            + ShellWord.of(destination));
        }
        if (instance.configGiven() || name != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Either a config (--config, -C), or -R … user@host; not both.");
        }
        try {
            TunnelConfig tunnel = ssh.tunnel(destination, command);
            return () -> List.of(tunnel);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Service start(Instance which) {
        try {
            Optional<Service> service = Service.start(instance.paths(), which);
            return service.isPresent() ? service.get() : besideHangingOne(which);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "cannot use the state folder %s: %s\nName another one: --state-dir DIR"
                            .formatted(which.state(), PrivateFile.plain(e)),
                    e);
        }
    }

    private Service besideHangingOne(Instance which) {
        HangingInstance hanging =
                HangingInstance.of(which)
                        .orElseThrow(
                                () ->
                                        new CommandException(
                                                ExitCode.RUNNING_ALREADY,
                                                "tunnelfun is running already for "
                                                        + which.what()
                                                        + InstanceInfo.read(which.info())
                                                                .map(i -> ", pid " + i.pid())
                                                                .orElse("")));
        Service service = Service.besideHangingOne(which);
        hanging.replaceBy(service, instance.paths());
        return service;
    }

    private void print(Failure failure) {
        spec.commandLine().getErr().println(Terminal.fit("tunnelfun: " + failure.message()));
        if (!failure.advice().isEmpty()) {
            spec.commandLine().getErr().println(Terminal.fit(failure.advice().stripTrailing()));
        }
    }
}
