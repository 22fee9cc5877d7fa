package org.tunnelfun.reaper.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.tunnelfun.reaper.proc.Holder;
import org.tunnelfun.reaper.proc.ProcFs;
import org.tunnelfun.reaper.proc.Stat;
import org.tunnelfun.reaper.sweep.ProcessSignals;
import org.tunnelfun.reaper.sweep.Rights;
import org.tunnelfun.reaper.sweep.Signals.Ended;
import org.tunnelfun.reaper.sweep.Time;

/**
 * Run by a test as pid 1 of its own pid namespace: observes a process, lets it end, has the kernel
 * give its pid to another one, and signals what was observed. Prints what came of it.
 */
public final class PidReuse {
    private static final int ATTEMPTS = 200;

    private PidReuse() {}

    /** Needs no arguments. */
    public static void main(String[] args) throws IOException, InterruptedException {
        ProcFs proc = new ProcFs(Path.of("/proc"));
        Process observed = new ProcessBuilder("sleep", "600").start();
        int pid = (int) observed.pid();
        Stat stat = proc.stat(pid).orElseThrow();
        Holder holder =
                new Holder(
                        Holder.Kind.SESSION,
                        pid,
                        stat.start(),
                        Optional.empty(),
                        ProcessHandle.of(pid),
                        "sleep",
                        0,
                        "root",
                        false,
                        List.of(),
                        Optional.empty());
        observed.destroyForcibly().waitFor();
        Process heir = heir(pid);
        Time time = Time.system();
        Ended ended =
                new ProcessSignals(proc, Rights.read(proc), time)
                        .end(List.of(holder), Duration.ofSeconds(1))
                        .get(holder.key());
        System.out.println(ended.result() + ": " + ended.problem());
        // The second fence, alone: the handle that was held compares start times itself.
        System.out.println("handle signals: " + holder.handle().orElseThrow().destroyForcibly());
        System.out.println("heir lives: " + heir.isAlive());
        heir.destroyForcibly();
    }

    private static Process heir(int pid) throws IOException, InterruptedException {
        for (int i = 0; i < ATTEMPTS; i++) {
            Files.writeString(Path.of("/proc/sys/kernel/ns_last_pid"), String.valueOf(pid - 1));
            Process next = new ProcessBuilder("sleep", "600").start();
            if (next.pid() == pid) {
                return next;
            }
            next.destroyForcibly().waitFor();
        }
        throw new IllegalStateException("the kernel did not give pid " + pid + " out again");
    }
}
