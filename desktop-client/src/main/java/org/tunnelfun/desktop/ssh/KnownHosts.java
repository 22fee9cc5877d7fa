package org.tunnelfun.desktop.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.tunnelfun.desktop.config.OrdinaryFile;
import org.tunnelfun.desktop.config.PrivateFile;

/** A known_hosts file: read at each login, and added to without touching anybody else's lines. */
final class KnownHosts {

    /** More than any fleet has; a file that is bigger is no known_hosts. */
    private static final int MAX_SIZE = 16 * 1024 * 1024;

    private final Path file;
    private final List<KnownHost> lines = new ArrayList<>();
    private final boolean exists;

    private KnownHosts(Path file, boolean exists) {
        this.file = file;
        this.exists = exists;
    }

    /**
     * Reads the file; a missing one is empty.
     *
     * @throws IOException if it exists and cannot be read
     */
    static KnownHosts read(Path file) throws IOException {
        String text;
        try {
            // Comments may be in any encoding; Latin-1 takes every byte.
            text = new String(OrdinaryFile.read(file, MAX_SIZE), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException missing) {
            return new KnownHosts(file, false);
        }
        KnownHosts hosts = new KnownHosts(file, true);
        int number = 0;
        for (String line : text.split("\n", -1)) {
            KnownHost.parse(line, ++number).ifPresent(hosts.lines::add);
        }
        return hosts;
    }

    Path file() {
        return file;
    }

    boolean exists() {
        return exists;
    }

    /** The lines about any of these names. */
    List<KnownHost> of(List<String> names) {
        return lines.stream().filter(line -> names.stream().anyMatch(line::isFor)).toList();
    }

    /**
     * Adds a key at the end, in one write: whoever else adds a line at the same moment, ssh(1) for
     * one, does not lose it. Mode and other bytes stay as they are; a new file is its owner's
     * alone.
     *
     * @param name {@code host} or {@code [host]:port}; hashed if the file hashes names already
     */
    static synchronized void add(Path file, String name, byte[] key) throws IOException {
        KnownHosts now = read(file);
        if (now.of(List.of(name)).stream().anyMatch(line -> line.isPlain() && line.isKey(key))) {
            return;
        }
        String line =
                (now.lines.stream().anyMatch(KnownHost::isHashed) ? hashed(name) : name)
                        + " "
                        + Fingerprint.type(key)
                        + " "
                        + Base64.getEncoder().encodeToString(key)
                        + "\n";
        PrivateFile.append(file, line);
    }

    private static String hashed(String name) {
        byte[] salt = new byte[20];
        new SecureRandom().nextBytes(salt);
        return KnownHost.hash(name, salt);
    }
}
