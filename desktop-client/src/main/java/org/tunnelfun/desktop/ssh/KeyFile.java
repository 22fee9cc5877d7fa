package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.Identity;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.tunnelfun.desktop.config.OrdinaryFile;
import org.tunnelfun.desktop.config.ShellWord;
import org.tunnelfun.desktop.engine.Failure;

/** Reads one private key, in OpenSSH's format or PEM, and names what is wrong with it. */
final class KeyFile {

    /** The biggest RSA keys take 13 KiB. */
    private static final int MAX_SIZE = 64 * 1024;

    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.GROUP_EXECUTE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE,
                    PosixFilePermission.OTHERS_EXECUTE);

    private KeyFile() {}

    /**
     * Loads a key; an encrypted one is still locked.
     *
     * @throws LoginException of kind {@code CONFIG}, naming the file
     */
    static Identity load(Path file) throws LoginException {
        List<Identity> both = withCertificate(file, ignored -> {});
        return both.get(both.size() - 1);
    }

    /**
     * Loads a key, and before it the same with the certificate that is beside it: a server that
     * does not take the one may take the other. As for ssh(1), a certificate that is none is
     * ignored.
     *
     * @param warn told of a certificate that is ignored, and why
     * @throws LoginException of kind {@code CONFIG}, naming the file
     */
    static List<Identity> withCertificate(Path file, Consumer<String> warn) throws LoginException {
        byte[] bytes = read(file);
        refuseOpenMode(file);
        try {
            Identity alone = identity(file, bytes, null);
            return certified(file, bytes, warn)
                    .map(certified -> List.of(certified, alone))
                    .orElse(List.of(alone));
        } catch (JSchException | RuntimeException wrongFormat) {
            throw problem(file, notAKey(bytes), "");
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static Identity identity(Path file, byte[] bytes, byte[] certificate)
            throws JSchException {
        JSch jsch = new JSch();
        jsch.addIdentity(file.toString(), bytes, certificate, null);
        return jsch.getIdentityRepository().getIdentities().get(0);
    }

    /** {@code KEY-cert.pub} beside a key is its certificate. */
    private static Optional<Identity> certified(Path file, byte[] bytes, Consumer<String> warn) {
        Path beside = file.resolveSibling(file.getFileName() + "-cert.pub");
        if (Files.notExists(beside)) {
            return Optional.empty();
        }
        String why = "is no certificate";
        try {
            Identity key = identity(file, bytes, OrdinaryFile.read(beside, MAX_SIZE));
            if (UserCertificate.has(key)) {
                return Optional.of(key);
            }
        } catch (IOException e) {
            why = "cannot be read: " + Failures.reason(e);
        } catch (JSchException | RuntimeException e) {
            JschSsh.LOG.debug("{} is ignored", beside, e);
        }
        warn.accept("%s is ignored: it %s".formatted(beside, why));
        return Optional.empty();
    }

    private static byte[] read(Path file) throws LoginException {
        try {
            return OrdinaryFile.read(file, MAX_SIZE);
        } catch (NoSuchFileException e) {
            throw problem(
                    file,
                    "does not exist",
                    "Make a key:\n  tunnelfun keygen NAME -f " + ShellWord.of(file));
        } catch (AccessDeniedException e) {
            throw problem(
                    file,
                    "cannot be read by user " + System.getProperty("user.name"),
                    "  ls -l " + ShellWord.of(file));
        } catch (IOException e) {
            throw problem(file, "cannot be read: " + Failures.reason(e), "");
        }
    }

    /** ssh(1) ignores a key that others can read, and so nobody keeps one. */
    private static void refuseOpenMode(Path file) throws LoginException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        try {
            Set<PosixFilePermission> mode = view.readAttributes().permissions();
            if (mode.stream().anyMatch(OTHERS::contains)) {
                throw problem(
                        file,
                        "can be read by others, so ssh would not use it either",
                        "  chmod 600 " + ShellWord.of(file));
            }
        } catch (IOException e) {
            throw problem(file, "cannot be looked at: " + Failures.reason(e), "");
        }
    }

    private static String notAKey(byte[] bytes) {
        String start =
                new String(bytes, 0, Math.min(bytes.length, 80), StandardCharsets.ISO_8859_1);
        if (start.startsWith("ssh-") || start.startsWith("ecdsa-")) {
            return "is a public key; name the private one beside it, without .pub";
        }
        return "is no private key in a format that is understood (OpenSSH or PEM)";
    }

    /** What is wrong comes before the file: a list has no room for both, and cuts the end off. */
    static LoginException problem(Path file, String what, String advice) {
        return new LoginException(
                new Failure(Failure.Kind.CONFIG, "key file %s (%s)".formatted(what, file), advice));
    }
}
