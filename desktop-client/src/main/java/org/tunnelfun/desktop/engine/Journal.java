package org.tunnelfun.desktop.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.config.OrdinaryFile;

/**
 * Remembers our own sshd processes on servers, so that a later session, also one of a later run,
 * can end them when they hold our port. One file in the state directory, mode 0600, replaced by a
 * move under a lock, so that no reader ever sees half of it and two programs do not erase each
 * other's lines.
 */
public final class Journal {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final int MOST_RECORDS = 256;
    private static final int MOST_BYTES = 256 * 1024;

    /** Together a second: nobody who runs needs longer for one small file. */
    private static final int LOCK_TRIES = 100;

    private static final long LOCK_PAUSE_NANOS = 10_000_000;

    private static final Object JVM = new Object();

    private final Path file;
    private final String device;
    private final String run;

    /**
     * A journal in a directory, which is made (0700) when it is first written to.
     *
     * @param directory the state directory
     * @param device what tells this device from a clone of it: its host name
     * @param run what tells this run of the program from every other one
     */
    public Journal(Path directory, String device, String run) {
        this.file = directory.resolve("sessions");
        this.device = plain(device);
        this.run = run;
    }

    String device() {
        return device;
    }

    String run() {
        return run;
    }

    /** Records of one account on one server, of this device, the newest first. */
    List<SessionRecord> of(String hostKey, String login) {
        List<SessionRecord> all = new ArrayList<>(read());
        all.removeIf(
                r ->
                        !r.hostKey().equals(hostKey)
                                || !r.login().equals(login)
                                || !r.device().equals(device));
        java.util.Collections.reverse(all);
        return all;
    }

    /** Adds a record, and drops those of the same server from before its last boot. */
    void add(SessionRecord record) {
        change(
                all -> {
                    List<SessionRecord> kept = new ArrayList<>(all);
                    kept.removeIf(
                            r ->
                                    r.hostKey().equals(record.hostKey())
                                            && (!r.process()
                                                            .bootId()
                                                            .equals(record.process().bootId())
                                                    || r.process().equals(record.process())));
                    kept.add(record);
                    return kept;
                });
    }

    /** Forgets a process that is gone. */
    void remove(SshSession.ServerProcess process) {
        change(
                all -> {
                    List<SessionRecord> kept = new ArrayList<>(all);
                    kept.removeIf(r -> r.process().equals(process));
                    return kept;
                });
    }

    // A journal that cannot be written costs a later takeover; it must not cost the tunnel.
    private void change(UnaryOperator<List<SessionRecord>> edit) {
        // A file lock is the whole JVM's; its threads need one of their own.
        synchronized (JVM) {
            changeLocked(edit);
        }
    }

    private void changeLocked(UnaryOperator<List<SessionRecord>> edit) {
        try {
            Path directory = file.getParent();
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory, mode("rwx------"));
            }
            Path lock = directory.resolve("sessions.lock");
            if (!Files.exists(lock)) {
                createQuietly(lock);
            }
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                    FileLock held = lock(channel)) {
                if (held.isValid()) {
                    write(edit.apply(read()));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("cannot write {}: {}", file, e.toString());
        }
    }

    /** Whoever was stopped while it held the lock must not stop our tunnels, which wait here. */
    private static FileLock lock(FileChannel channel) throws IOException {
        for (int i = 0; i < LOCK_TRIES; i++) {
            FileLock held = channel.tryLock();
            if (held != null) {
                return held;
            }
            LockSupport.parkNanos(LOCK_PAUSE_NANOS);
        }
        throw new IOException("another program keeps it locked");
    }

    private static void createQuietly(Path lock) throws IOException {
        try {
            Files.createFile(lock, mode("rw-------"));
        } catch (java.nio.file.FileAlreadyExistsException other) {
            LOG.trace("another run made {}", lock);
        }
    }

    private void write(List<SessionRecord> records) throws IOException {
        List<String> lines = records.stream().flatMap(r -> r.line().stream()).toList();
        List<String> newest = lines.subList(Math.max(0, lines.size() - MOST_RECORDS), lines.size());
        Path temporary =
                Files.createTempFile(file.getParent(), "sessions", ".new", mode("rw-------"));
        try {
            Files.write(temporary, newest);
            Files.move(
                    temporary,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private List<SessionRecord> read() {
        try {
            return OrdinaryFile.text(file, MOST_BYTES)
                    .lines()
                    .flatMap(line -> SessionRecord.parse(line).stream())
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException e) {
            LOG.warn("cannot read {}: {}", file, e.toString());
            return List.of();
        }
    }

    private static FileAttribute<?>[] mode(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static String plain(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
        return plain.isEmpty() ? "_" : plain.substring(0, Math.min(64, plain.length()));
    }
}
