package org.tunnelfun.desktop.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.tunnelfun.desktop.app.AppPaths;
import org.tunnelfun.desktop.app.Headless;
import org.tunnelfun.desktop.config.ConfigException;
import org.tunnelfun.desktop.config.ConfigFile;
import org.tunnelfun.desktop.install.Account;
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
    public Integer call() throws IOException, ConfigException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            Request request = options.request(Launch::current);
            ClassArchive archive = ServiceOptions.archive(request);
            request = request.with(archive);
            check(request);
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

    /**
     * A config that does not exist yet is no problem, for the service waits for it; but whoever
     * names a tunnel means one that is there.
     */
    private static void check(Request request) throws ConfigException {
        Path file = request.config().orElseGet(() -> usual(request.account()));
        if (request.tunnel().isPresent()) {
            // By its name or its device's, as the service will.
            Headless.fromFile(file, request.tunnel()).tunnels();
        } else if (Files.exists(file)) {
            new ConfigFile(file).read();
        }
    }

    /** Of another account, only where it lies is known, not its environment. */
    private static Path usual(Account account) {
        return account.home().equals(Path.of(System.getProperty("user.home")))
                ? AppPaths.system().config()
                : AppPaths.of(System.getProperty("os.name"), account.home(), any -> null).config();
    }
}
