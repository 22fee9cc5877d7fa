package org.tunnelfun.desktop.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The processes of our own sshd: from /proc where there is one, else from ps (macOS). */
final class Processes {
    private Processes() {}

    /** The sessions below {@code sshd}: {@code sshd: anna}, without the brackets of a monitor. */
    static List<ProcessHandle> sessions(ProcessHandle sshd) {
        return sshd.descendants()
                .filter(p -> title(p).matches("sshd(-session)?: [^\\[]+"))
                .toList();
    }

    /** {@code STOP} or {@code CONT}. */
    static void signal(String name, ProcessHandle process) throws DemoException {
        run(List.of("kill", "-" + name, Long.toString(process.pid())));
    }

    /** Processes whose environment holds this setting; our mark reaches all that sshd starts. */
    static List<ProcessHandle> marked(String setting) {
        return ProcessHandle.allProcesses()
                .filter(p -> Stream.of(proc(p, "environ").split("\0")).anyMatch(setting::equals))
                .toList();
    }

    /** Runs a program to its end, at most 20 s, and returns all it printed. */
    static String run(List<String> command) throws DemoException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes());
            if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new DemoException(String.join(" ", command) + " failed: " + printed);
            }
            return printed.strip();
        } catch (IOException e) {
            throw new DemoException(command.get(0) + " cannot be started: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("interrupted");
        }
    }

    private static String title(ProcessHandle process) {
        String title = proc(process, "cmdline");
        if (!title.isEmpty() || Files.exists(Path.of("/proc/self"))) {
            return title.replace('\0', ' ').strip();
        }
        try {
            return run(List.of("ps", "-o", "command=", "-p", Long.toString(process.pid())));
        } catch (DemoException gone) {
            return "";
        }
    }

    private static String proc(ProcessHandle process, String file) {
        try {
            byte[] raw = Files.readAllBytes(Path.of("/proc/" + process.pid(), file));
            return new String(raw, StandardCharsets.ISO_8859_1);
        } catch (IOException goneOrNotOurs) {
            return "";
        }
    }
}
