package org.tunnelfun.reaper.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a test may ask of the machine; a missing <em>tool</em> is no reason to leave one out. */
public enum Need {
    /** Processes are read from /proc. */
    LINUX("Linux") {
        @Override
        boolean met() {
            return System.getProperty("os.name").equals("Linux");
        }
    },
    /** Network namespaces, packet filters, other accounts. */
    ROOT("root") {
        @Override
        boolean met() {
            try {
                return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
            } catch (java.io.IOException | UnsupportedOperationException noProc) {
                return false;
            }
        }
    },
    /**
     * A systemd of the test's own: control groups that may be written, which few containers have.
     */
    CONTROL_GROUPS("cgroup2, writable") {
        @Override
        boolean met() {
            try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mounts"))) {
                return mounts.map(line -> line.split(" "))
                        .anyMatch(m -> m[2].equals("cgroup2") && m[3].matches("rw(,.*)?"));
            } catch (java.io.IOException noProc) {
                return false;
            }
        }
    };

    private final String word;

    Need(String word) {
        this.word = word;
    }

    abstract boolean met();

    @Override
    public String toString() {
        return word;
    }
}
