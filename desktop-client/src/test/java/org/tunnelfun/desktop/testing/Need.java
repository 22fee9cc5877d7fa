package org.tunnelfun.desktop.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** What a test may ask of the machine; a missing <em>tool</em> is no reason to leave one out. */
public enum Need {
    /** Processes are read from /proc. */
    LINUX("Linux") {
        @Override
        public boolean met() {
            return System.getProperty("os.name").equals("Linux");
        }
    },
    /** Network namespaces, packet filters, other accounts. */
    ROOT("root") {
        @Override
        public boolean met() {
            try {
                return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
            } catch (java.io.IOException | UnsupportedOperationException noProc) {
                return false;
            }
        }
    };

    private final String word;

    Need(String word) {
        this.word = word;
    }

    /** Whether this machine has it. */
    public abstract boolean met();

    @Override
    public String toString() {
        return word;
    }
}
