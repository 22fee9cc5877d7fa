package org.tunnelfun.reaper.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code /proc} says of a process, read without the code under test. */
final class Processes {
    private Processes() {}

    /** Its command line, or the title that it put there; empty if it is gone. */
    static String title(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"));
        } catch (IOException gone) {
            return "";
        }
    }

    /** One letter, as ps(1) shows it; {@code Z} also if it is gone. */
    static String state(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).substring(0, 1);
        } catch (IOException gone) {
            return "Z";
        }
    }
}
