package org.tunnelfun.desktop.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and folders that only their owner can read, replaced in one move. */
public final class PrivateFile {

    private PrivateFile() {}

    /**
     * Makes a folder and those above it; the new ones have mode 0700 where the system has modes.
     */
    public static void folder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, attributes(folder, "rwx------"));
        }
    }

    /**
     * Replaces a file, or the one that a link leads to, by these bytes; a reader sees the old ones
     * or the new ones. Mode 0600 where the system has modes.
     *
     * @throws IOException also for what is no ordinary file: {@code /dev/null} stays what it is
     */
    public static void replace(Path file, byte[] bytes) throws IOException {
        refuseOthers(file);
        Path real = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        folder(real.getParent());
        Path temporary =
                Files.createTempFile(
                        real.getParent(),
                        "." + real.getFileName() + ".",
                        ".new",
                        attributes(real.getParent(), "rw-------"));
        try {
            try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
                out.force(true);
            }
            move(temporary, real);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * Adds a line to a file, or to the one that a link leads to, by one write at its end; an old
     * last line that has no end gets one. The mode of a file that is there stays, a new one has
     * 0600.
     *
     * @param line with its end, of ASCII
     * @throws IOException if it is not there whole; then no part of it is
     */
    public static void append(Path file, String line) throws IOException {
        refuseOthers(file);
        folder(file.toAbsolutePath().getParent());
        try (FileChannel out =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                        attributes(file.toAbsolutePath(), "rw-------"))) {
            long before = out.size();
            String whole = endsALine(file, before) ? line : "\n" + line;
            ByteBuffer rest = ByteBuffer.wrap(whole.getBytes(StandardCharsets.US_ASCII));
            try {
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
                out.force(true);
            } catch (IOException full) {
                // Half a line could be read as another key. Nobody else's line is cut off.
                if (out.size() == before + rest.position()) {
                    out.truncate(before);
                }
                throw full;
            }
        }
    }

    /** A device would be replaced by a file, and a FIFO would keep us waiting for a reader. */
    private static void refuseOthers(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException("it is no ordinary file");
        }
    }

    private static boolean endsALine(Path file, long size) throws IOException {
        if (size == 0) {
            return true;
        }
        try (FileChannel in = FileChannel.open(file)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return in.read(last, size - 1) < 1 || last.get(0) == '\n';
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Permissions to create with, or none where the file system has no modes. */
    public static FileAttribute<?>[] attributes(Path near, String permissions) {
        return near.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Why a file operation failed, in words without the path. */
    public static String plain(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "there is a file of that name";
        }
        String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }
}
