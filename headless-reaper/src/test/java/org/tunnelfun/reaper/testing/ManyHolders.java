package org.tunnelfun.reaper.testing;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tunnelfun.reaper.config.Ports;
import org.tunnelfun.reaper.proc.Holder;
import org.tunnelfun.reaper.proc.Sessions;

/**
 * Run by a test in a network namespace of its own, where every port is free: starts thousands of
 * processes with a listener each, and prints how long it takes to tell who holds what.
 */
public final class ManyHolders {
    private static final int FIRST = 2000;
    private static final int LOOKS = 3;

    private ManyHolders() {}

    /**
     * Arguments: how many; a Python that is called sshd; the benchmark's script of fake sessions.
     */
    public static void main(String[] args) throws IOException {
        int count = Integer.parseInt(args[0]);
        ProcessBuilder builder =
                new ProcessBuilder("bash", "-c", "exec -a 'sshd: bench' \"$0\"", args[1]);
        builder.environment()
                .putAll(
                        Map.of(
                                "HEALTHY",
                                args[0],
                                "SILENT",
                                "0",
                                "SPREAD",
                                "1",
                                "FIRST",
                                "" + FIRST));
        builder.redirectInput(Path.of(args[2]).toFile());
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process sessions = builder.start();
        try {
            String ready = sessions.inputReader().readLine();
            System.out.println("sessions: " + ready);
            look(Ports.parse(FIRST + "-" + (FIRST + count - 1)));
        } finally {
            sessions.destroy();
        }
    }

    private static void look(Ports ports) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < LOOKS; i++) {
            Sessions sessions = new Sessions(Path.of("/proc"), Path.of("/etc/passwd"));
            long cpu = threads.getCurrentThreadCpuTime();
            long wall = System.nanoTime();
            List<Holder> holders = sessions.observe(ports, true).holders();
            long used = (threads.getCurrentThreadCpuTime() - cpu) / 1_000_000;
            long took = (System.nanoTime() - wall) / 1_000_000;
            fastest = Math.min(fastest, used);
            long found =
                    holders.stream()
                            .filter(h -> h.kind() == Holder.Kind.SESSION)
                            .map(Holder::pid)
                            .distinct()
                            .count();
            System.out.println("found " + found + " in " + took + " ms, cpu " + used + " ms");
        }
        System.out.println("fastest: " + fastest);
    }
}
