package org.tunnelfun.desktop.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;

/**
 * Reads files whose names come from people or configs: whole, but never more than is good, and
 * never from what is no file. Merely opening a FIFO would wait for a writer, maybe for ever.
 */
public final class OrdinaryFile {

    private static final int FIRST = 8 * 1024;

    private OrdinaryFile() {}

    /**
     * The bytes of a file, or of the one that a link leads to. No other copy of them is left in
     * memory, because they may be a key's.
     *
     * @param most bytes that it may have
     * @throws java.nio.file.NoSuchFileException if it is missing
     * @throws IOException also if it is longer, or a folder, a FIFO, a socket or a device
     */
    public static byte[] read(Path file, int most) throws IOException {
        try (InputStream in = open(file)) {
            byte[] bytes = new byte[Math.min(most + 1, FIRST)];
            int length = 0;
            while (true) {
                length += in.readNBytes(bytes, length, bytes.length - length);
                if (length < bytes.length) {
                    byte[] all = Arrays.copyOf(bytes, length);
                    Arrays.fill(bytes, (byte) 0);
                    return all;
                }
                byte[] full = bytes;
                bytes = Arrays.copyOf(full, (int) Math.min(most + 1L, 4L * full.length));
                Arrays.fill(full, (byte) 0);
                if (length > most) {
                    Arrays.fill(bytes, (byte) 0);
                    throw new IOException("it is longer than " + size(most));
                }
            }
        }
    }

    /** The same as text; what is no UTF-8 becomes U+FFFD. */
    public static String text(Path file, int most) throws IOException {
        return new String(read(file, most), StandardCharsets.UTF_8);
    }

    /** The bytes as they come, for who bounds them. */
    public static InputStream open(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new IOException(
                    attributes.isDirectory()
                            ? "it is a folder, not a file"
                            : "it is no ordinary file but a FIFO, a socket or a device");
        }
        return Files.newInputStream(file);
    }

    private static String size(int bytes) {
        return bytes >= 1 << 20 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
    }
}
