package org.tunnelfun.desktop.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a file that may come from anywhere. */
public final class ImportFile {

    /** Both kinds of files are far smaller. */
    private static final int LONGEST = 1 << 20;

    private ImportFile() {}

    /**
     * Its text; what is no UTF-8 becomes U+FFFD.
     *
     * @throws IOException also if it is longer than 1 MiB, like one that has no end
     */
    public static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new IOException("it is longer than 1 MiB");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
