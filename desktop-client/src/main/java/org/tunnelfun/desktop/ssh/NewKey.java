package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tunnelfun.desktop.config.Home;
import org.tunnelfun.desktop.config.PrivateFile;

/**
 * A new ed25519 key for a device.
 *
 * @param file the private key, mode 0600, without a passphrase; the public one lies beside it
 * @param publicKey {@code ssh-ed25519 AAAA… comment}
 * @param fingerprint {@code SHA256:…}
 */
public record NewKey(Path file, String publicKey, String fingerprint) {

    /** Where a tunnel's key lies unless somebody says otherwise. */
    public static Path place(String tunnel) {
        return Home.expand("~/.ssh/tunnelfun_" + tunnel.replaceAll("[^A-Za-z0-9._-]", "_"));
    }

    /**
     * Makes a key.
     *
     * @param comment what will tell it from others on the server
     * @throws FileAlreadyExistsException if either file is there: a key is never written over
     * @throws IOException if the files cannot be written
     */
    public static NewKey make(Path file, String comment) throws IOException {
        Path publicFile = file.resolveSibling(file.getFileName() + ".pub");
        for (Path each : new Path[] {file, publicFile}) {
            if (Files.exists(each)) {
                throw new FileAlreadyExistsException(each.toString());
            }
        }
        try {
            KeyPair pair = KeyPair.genKeyPair(new JSch(), KeyPair.ED25519);
            pair.setPublicKeyComment(comment);
            ByteArrayOutputStream secret = new ByteArrayOutputStream();
            pair.writeOpenSSHv1PrivateKey(secret, null);
            ByteArrayOutputStream known = new ByteArrayOutputStream();
            pair.writePublicKey(known, comment);
            PrivateFile.replace(file, secret.toByteArray());
            PrivateFile.replace(publicFile, known.toByteArray());
            String publicKey = known.toString(StandardCharsets.UTF_8).strip();
            return new NewKey(file, publicKey, Fingerprint.of(pair.getPublicKeyBlob()));
        } catch (JSchException e) {
            throw new IOException("this Java cannot make ed25519 keys: " + e.getMessage(), e);
        }
    }
}
