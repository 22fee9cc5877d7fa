package org.tunnelfun.desktop.imports;

import java.io.IOException;
import java.nio.file.Path;
import org.tunnelfun.desktop.config.OrdinaryFile;

/** Reads a file that may come from anywhere. */
public final class ImportFile {

    /** Both kinds of files are far smaller. */
    private static final int LONGEST = 1 << 20;

    private ImportFile() {}

    /**
     * Its text; what is no UTF-8 becomes U+FFFD.
     *
     * @throws IOException also if it is longer than 1 MiB, or no ordinary file
     */
    public static String text(Path file) throws IOException {
        return OrdinaryFile.text(file, LONGEST);
    }
}
