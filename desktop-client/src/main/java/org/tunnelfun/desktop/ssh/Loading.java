package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.KeyPair;
import com.jcraft.jsch.jce.XDH;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads what a login and a session need, without having one: for the archive of classes. */
public final class Loading {

    private static final Logger LOG = LoggerFactory.getLogger(Loading.class);

    /** But for what few sessions come to: the whole archive is in memory from the start. */
    private static final Pattern OURS =
            Pattern.compile(
                    "org/tunnelfun/desktop/(engine|ssh|network)/(?!Keyring|Pageant|Proxy|Secret).*"
                            + "|com/jcraft/jsch/.*");

    /** The protocol itself and the algorithms of Java; the rest asks for other libraries. */
    private static final Pattern JSCH =
            Pattern.compile(
                    "com/jcraft/jsch/(Channel\\w*|Cipher|KeyPair(?!Gen)\\w*|OpenSshCertificateUtil"
                            + "|Request|UserAuth|UserAuth(None|PublicKey)"
                            + "|jce/AES\\w*(CTR|GCM))\\.class");

    private Loading() {}

    /** What can be loaded; a class that cannot is left out. */
    public static void all() throws IOException {
        try {
            classes(Loading.class, OURS);
            classes(JSch.class, JSCH);
            algorithms();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            // JSch's own algorithms may throw any.
            throw new IOException(e);
        }
    }

    private static void classes(Class<?> neighbour, Pattern wanted)
            throws IOException, URISyntaxException {
        Path place = Path.of(neighbour.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (!place.toString().endsWith(".jar")) {
            // A folder of class files: Java keeps none of those.
            return;
        }
        try (JarFile jar = new JarFile(place.toFile())) {
            List<String> names =
                    jar.stream()
                            .map(entry -> entry.getName())
                            .filter(name -> name.endsWith(".class"))
                            .filter(name -> wanted.matcher(name).matches())
                            .map(name -> name.replaceFirst("\\.class$", "").replace('/', '.'))
                            .toList();
            for (String name : names) {
                load(name, neighbour.getClassLoader());
            }
        }
    }

    private static void load(String name, ClassLoader loader) {
        try {
            // Not begun: some would load a good deal more that no session needs.
            Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            LOG.debug("{} stays out: {}", name, e.toString());
        }
    }

    /** Those that most servers and we agree on: their classes show only in use. */
    private static void algorithms() throws Exception {
        XDH exchange = new XDH();
        exchange.init("X25519", 32);
        byte[] some = exchange.getSecret(exchange.getQ());
        KeyPair pair = KeyPair.genKeyPair(new JSch(), KeyPair.ED25519);
        pair.getSignature(some);
        pair.getVerifier();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        GCMParameterSpec nonce = new GCMParameterSpec(128, some, 0, 12);
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(some, 0, 16, "AES"), nonce);
        byte[] hidden = cipher.doFinal(some);
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(some, 0, 16, "AES"), nonce);
        cipher.doFinal(hidden);
    }
}
