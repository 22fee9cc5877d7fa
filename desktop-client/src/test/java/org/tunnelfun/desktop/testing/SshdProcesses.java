package org.tunnelfun.desktop.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Reads from /proc what processes of sshd are. */
final class SshdProcesses {
    private SshdProcesses() {}

    /**
     * A logged-in session: {@code sshd: anna}, {@code sshd: anna@notty}. Its monitor ({@code
     * [priv]}, {@code [postauth]}) and a login under way ({@code [net]}, {@code [accepted]}) wear
     * brackets.
     */
    static boolean isSession(ProcessHandle process) {
        String title = title(process);
        return title.matches("sshd(-session)?: [^\\[]+");
    }

    /** Any process of sshd's, and none of those that it started for a user. */
    static boolean isSshd(ProcessHandle process) {
        return title(process).matches("(\\S*/)?sshd(-session|-auth)?(:? .*)?");
    }

    /** Neither gone nor a zombie. */
    static boolean alive(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            return process.isAlive() && stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException gone) {
            return false;
        }
    }

    /** Processes whose environment holds this variable with this value. */
    static List<ProcessHandle> withVariable(String name, String value) {
        return ProcessHandle.allProcesses()
                .filter(SshdProcesses::alive)
                .filter(p -> strings(p, "environ").contains(name + "=" + value))
                .toList();
    }

    static String title(ProcessHandle process) {
        return String.join(" ", strings(process, "cmdline")).strip();
    }

    private static List<String> strings(ProcessHandle process, String file) {
        try {
            byte[] raw = Files.readAllBytes(Path.of("/proc/" + process.pid(), file));
            return Arrays.asList(new String(raw, StandardCharsets.ISO_8859_1).split("\0"));
        } catch (IOException goneOrNotOurs) {
            return List.of();
        }
    }
}
