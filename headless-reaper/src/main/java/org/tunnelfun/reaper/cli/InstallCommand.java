package org.tunnelfun.reaper.cli;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.tunnelfun.reaper.config.Ports;
import org.tunnelfun.reaper.service.Install;
import org.tunnelfun.reaper.service.ServiceFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes the reaper a service. */
@Command(name = "install", description = "Make the reaper a hardened systemd service.")
final class InstallCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--ports",
            paramLabel = "PORTS",
            converter = Watch.PortsConverter.class,
            description = "Ports to watch; needed unless there is a configuration.")
    private Ports ports;

    @Option(names = "--dry-run", description = "Have it report only, until the file is changed.")
    private boolean dryRun;

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description = "Only write the files, below this folder (for packages).")
    private Path root;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        ServiceFiles files = files(root);
        boolean staged = root != null;
        if (ports == null && !Files.exists(ServiceFiles.config(root))) {
            throw new ParameterException(
                    spec.commandLine(), "which ports? write --ports 2000-2099,2200");
        }
        if (!staged && !Install.hasSystemd()) {
            out.print(files.withoutSystemd(ports == null ? "2000-2099" : ports.toString()));
            out.flush();
            return Exit.UNAVAILABLE;
        }
        if (!staged && !Places.real().root()) {
            spec.commandLine()
                    .getErr()
                    .println("install needs root: sudo tunnelfun-reaper install");
            return Exit.FAILED;
        }
        if (!staged && !files.unusable().isEmpty()) {
            spec.commandLine().getErr().println(files.unusable());
            return Exit.FAILED;
        }
        boolean report = dryRun || asks(staged);
        boolean fine =
                new Install(files, staged, out::println)
                        .install(jar(), ports == null ? "" : ports.toString(), report);
        if (fine && !staged) {
            out.println();
            out.println("Watch it:    tunnelfun-reaper status");
            out.println("Its log:     journalctl -fu tunnelfun-reaper");
            out.println("Its config:  /etc/tunnelfun/reaper.json, then:");
            out.println("             systemctl reload tunnelfun-reaper");
            out.println("Fleet page:  ssh -L 7022:localhost:7022 SERVER, http://localhost:7022/");
        }
        out.flush();
        return fine ? Exit.OK : Exit.FAILED;
    }

    private static boolean asks(boolean staged) {
        Console console = staged ? null : System.console();
        if (console == null) {
            return false;
        }
        String answer = console.readLine("Report only at first, and end nothing (dry run)? [Y/n] ");
        return answer == null || !answer.strip().toLowerCase(java.util.Locale.ROOT).startsWith("n");
    }

    static ServiceFiles files(Path root) {
        return new ServiceFiles(
                root == null ? Path.of("/") : root.toAbsolutePath(),
                Path.of(System.getProperty("java.home"), "bin", "java"),
                ServiceFiles.JAR);
    }

    /** The jar that runs now. */
    private Path jar() {
        try {
            return Path.of(
                    InstallCommand.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the jar's own path is no path", e);
        }
    }
}
