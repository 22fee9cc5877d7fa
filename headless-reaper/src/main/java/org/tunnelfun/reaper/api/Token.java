package org.tunnelfun.reaper.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What opens the fleet, the events, the metrics and the page. Read at each use: it may be changed.
 */
public final class Token {
    private static final Logger LOG = LoggerFactory.getLogger(Token.class);
    private static final int BYTES = 32;
    private static final int MIN_LENGTH = 16;
    private static final int MAX_LENGTH = 4096;

    private static final Set<PosixFilePermission> TOO_OPEN =
            PosixFilePermissions.fromString("---rwxrwx");

    private final Path file;
    private final byte[] cookieSalt = new byte[BYTES];

    /** Reads from this file, which only its owner may read. */
    public Token(Path file) {
        this.file = file;
        new SecureRandom().nextBytes(cookieSalt);
    }

    /** Writes a new one, unless there is one. */
    public void createIfMissing() throws IOException {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        Files.createDirectories(file.toAbsolutePath().getParent());
        try {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, HexFormat.of().formatHex(secret) + "\n");
        } catch (FileAlreadyExistsException e) {
            LOG.debug("token exists: {}", file);
        }
    }

    /** Whether this is it. Takes the same time for every guess of a length. */
    boolean matches(String guess) {
        String token = read();
        return !token.isEmpty() && same(token, guess);
    }

    /** What a browser that gave the token gets instead of it; other after each start. */
    String cookie() {
        return digest(read());
    }

    /** Whether a cookie is ours. */
    boolean matchesCookie(String value) {
        return !read().isEmpty() && same(cookie(), value);
    }

    private String digest(String token) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(cookieSalt);
            return HexFormat.of().formatHex(sha.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static boolean same(String a, String b) {
        return MessageDigest.isEqual(
                a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    private String read() {
        try {
            Set<PosixFilePermission> open = Files.getPosixFilePermissions(file);
            open.retainAll(TOO_OPEN);
            if (!open.isEmpty()) {
                LOG.warn("{} is readable for others and therefore not used: chmod 600 it", file);
                return "";
            }
            if (!Files.isRegularFile(file)) {
                LOG.warn("{} is no ordinary file and therefore not used", file);
                return "";
            }
            String token = Files.size(file) > MAX_LENGTH ? "" : Files.readString(file).strip();
            return token.length() < MIN_LENGTH ? "" : token;
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            LOG.warn("the token cannot be read: {}", e.toString());
            return "";
        }
    }
}
