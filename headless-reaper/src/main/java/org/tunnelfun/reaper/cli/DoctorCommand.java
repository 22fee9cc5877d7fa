package org.tunnelfun.reaper.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.tunnelfun.reaper.api.ControlClient;
import org.tunnelfun.reaper.config.ConfigException;
import org.tunnelfun.reaper.config.ReaperConfig;
import org.tunnelfun.reaper.probe.Limits;
import org.tunnelfun.reaper.proc.ProcFs;
import org.tunnelfun.reaper.report.Columns;
import org.tunnelfun.reaper.service.Doctor;
import org.tunnelfun.reaper.service.Finding;
import org.tunnelfun.reaper.service.Finding.Level;
import org.tunnelfun.reaper.sweep.Rights;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says what is not as it should be, and the command that mends it. */
@Command(
        name = "doctor",
        description = "Check rights, sshd's configuration and the machine; change nothing.")
final class DoctorCommand implements Callable<Integer> {
    private static final Path PROC = Path.of("/proc");

    @Spec private CommandSpec spec;
    @Mixin private Watch watch;

    @Option(names = "--sshd", paramLabel = "PATH", description = "The sshd to ask with -T.")
    private Path sshd;

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        ReaperConfig config =
                watch.config(null)
                        .orElseThrow(
                                () ->
                                        new ParameterException(
                                                spec.commandLine(),
                                                "no port is named; write --ports 2000-2099,2200"));
        List<Finding> all = new ArrayList<>();
        all.add(rights());
        all.add(limits(config));
        all.addAll(
                new Doctor(PROC, Path.of("/etc/passwd"), config.ports())
                        .examine(Optional.ofNullable(sshd)));
        watch.file().ifPresent(f -> all.add(token(Places.real().token(Optional.of(f)))));
        all.add(running());
        print(all);
        return all.stream().anyMatch(f -> f.level() == Level.WRONG) ? Exit.FAILED : Exit.OK;
    }

    private static Finding rights() {
        Rights rights = Rights.read(new ProcFs(PROC));
        return rights.note().isEmpty()
                ? new Finding(Level.OK, "rights", "sees and may end every session", "")
                : new Finding(
                        Level.WRONG,
                        "rights",
                        rights.note(),
                        rights.ownPids()
                                ? "sudo tunnelfun-reaper install --ports 2000-2099"
                                : "run it outside of the container");
    }

    private static Finding limits(ReaperConfig config) {
        String note = new Limits(PROC.resolve("self")).note(config.ports().size());
        return note.isEmpty()
                ? new Finding(Level.OK, "descriptors", "enough to probe all ports at once", "")
                : new Finding(Level.ADVICE, "descriptors", note, "ulimit -n 8192");
    }

    private static Finding token(Path file) {
        String what = "token";
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
            boolean open = mode.stream().anyMatch(p -> !p.name().startsWith("OWNER"));
            return open
                    ? new Finding(
                            Level.WRONG,
                            what,
                            file + " is readable for others",
                            "chmod 600 " + file)
                    : new Finding(Level.OK, what, file + " is its owner's alone", "");
        } catch (IOException e) {
            return new Finding(
                    Level.ADVICE,
                    what,
                    "there is no " + file + ", so metrics and page are closed",
                    "sudo tunnelfun-reaper install");
        }
    }

    private static Finding running() throws InterruptedException {
        Path socket = Places.real().socketToAsk();
        try {
            new ControlClient(socket).ask("ports", Duration.ofSeconds(5));
            return new Finding(Level.OK, "service", "a reaper answers at " + socket, "");
        } catch (IOException e) {
            return new Finding(
                    Level.ADVICE,
                    "service",
                    "no reaper answers at " + socket,
                    "systemctl start tunnelfun-reaper");
        }
    }

    private void print(List<Finding> all) {
        PrintWriter out = spec.commandLine().getOut();
        for (Finding finding : all) {
            String line = finding.level().word() + "  " + finding.what() + ": " + finding.text();
            boolean first = true;
            for (String part : Columns.wrap(line, Columns.WIDTH - 8)) {
                out.println((first ? "" : "        ") + part);
                first = false;
            }
            if (!finding.mend().isEmpty()) {
                // Broken where a shell goes on reading, so that it can be copied.
                String mend = "mend: " + finding.mend();
                mend.replaceAll(" (>>|>|&&) ", " \\\\\n$1 ")
                        .lines()
                        .forEach(part -> out.println("        " + part));
            }
        }
        out.flush();
    }
}
