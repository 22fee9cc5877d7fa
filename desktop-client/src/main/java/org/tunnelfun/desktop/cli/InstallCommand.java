package org.tunnelfun.desktop.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tunnelfun.desktop.app.AppPaths;
import org.tunnelfun.desktop.config.ClientConfig;
import org.tunnelfun.desktop.config.ConfigException;
import org.tunnelfun.desktop.config.ConfigFile;
import org.tunnelfun.desktop.install.Advice;
import org.tunnelfun.desktop.install.ClassArchive;
import org.tunnelfun.desktop.install.Installer;
import org.tunnelfun.desktop.install.Launch;
import org.tunnelfun.desktop.install.Plan;
import org.tunnelfun.desktop.install.Plans;
import org.tunnelfun.desktop.install.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tunnelfun install}: starts it at boot or login. */
@Command(
        name = "install",
        header = "Starts it at boot or login.",
        description = {
            "By systemd, launchd, a Windows task, or XDG autostart. No secret is written;",
            "the service reads the config when it starts and when it changes."
        })
final class InstallCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Mixin private ServiceOptions options = new ServiceOptions();

    @Option(names = "--dry-run", description = "Only print what would be written and run.")
    private boolean dryRun;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            Request request = options.request(Launch::current);
            ClassArchive archive = ServiceOptions.archive(request);
            request = request.with(archive);
            Optional<String> problem = configProblem(request);
            if (problem.isPresent()) {
                err.println(problem.get());
                return ExitCode.CONFIG;
            }
            Plan plan = Plans.of(System.getProperty("os.name"), request);
            Installer installer = new Installer(out);
            if (dryRun) {
                installer.show(plan);
                return ExitCode.FINE;
            }
            if (!installer.possible(plan)) {
                err.print(Advice.withoutSystemd(request));
                return ExitCode.UNAVAILABLE;
            }
            if (request.archived()) {
                out.println("Writing " + archive.file() + ", for faster starts");
                out.flush();
                if (!archive.make()) {
                    out.println("It could not be made; the service starts without it.");
                }
            }
            return installer.install(plan) ? ExitCode.FINE : ExitCode.FAILED;
        } catch (IllegalArgumentException | IllegalStateException e) {
            err.println("tunnelfun install: " + e.getMessage());
            return ExitCode.FAILED;
        }
    }

    /** A config that does not exist yet is no problem: the service waits for it. */
    private static Optional<String> configProblem(Request request) {
        boolean own = request.account().home().equals(Path.of(System.getProperty("user.home")));
        Optional<Path> usual = own ? Optional.of(AppPaths.system().config()) : Optional.empty();
        Optional<Path> file = request.config().or(() -> usual).filter(Files::exists);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            ClientConfig config = new ConfigFile(file.get()).read();
            return request.tunnel()
                    .filter(name -> config.entries().stream().noneMatch(t -> t.name().equals(name)))
                    .map(name -> file.get() + " has no tunnel \"" + name + "\"");
        } catch (ConfigException e) {
            return Optional.of(e.getMessage());
        }
    }
}
