package org.tunnelfun.desktop.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.install.ClassArchive;
import org.tunnelfun.desktop.ssh.Loading;
import org.tunnelfun.desktop.ssh.NewKey;

/** Loads what {@code run} loads, so that Java can keep it for the next start. */
public final class Rehearsal {

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

    /** Long enough for the tunnels to be up first, also on a small device. */
    private static final int WHILE_SECONDS = 60;

    /** Ours says it in under a second. */
    private static final int PATIENCE_MS = 10_000;

    private Rehearsal() {}

    /** Makes the archive anew where Java or the jar has changed since. */
    public static void afterAWhile(ClassArchive archive) {
        if (!archive.fits()) {
            CompletableFuture.delayedExecutor(WHILE_SECONDS, TimeUnit.SECONDS)
                    .execute(() -> make(archive));
        }
    }

    private static void make(ClassArchive archive) {
        boolean made = archive.make();
        LOG.debug("{} {}", archive.file(), made ? "made anew" : "could not be made");
    }

    /**
     * One attempt against a socket of our own, which ends it after the first words.
     *
     * @param execute runs this program's command line
     * @return whether it came as far as an attempt
     */
    public static boolean perform(ToIntFunction<String[]> execute) throws IOException {
        Path folder = Files.createTempDirectory("tunnelfun");
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket door = new ServerSocket(0, 1, here)) {
            door.setSoTimeout(PATIENCE_MS);
            Path key = folder.resolve("key");
            String publicKey = NewKey.make(key, "rehearsal").publicKey();
            Path knownHosts = folder.resolve("known_hosts");
            Files.writeString(
                    knownHosts,
                    "[%s]:%d %s%n"
                            .formatted(here.getHostAddress(), door.getLocalPort(), publicKey));
            CompletableFuture<Void> server = CompletableFuture.runAsync(() -> receive(door));
            execute.applyAsInt(
                    new String[] {
                        "run",
                        "--once",
                        "--log-level=info",
                        "-i" + key,
                        "--known-hosts=" + knownHosts,
                        "--state-dir=" + folder.resolve("state"),
                        "-p" + door.getLocalPort(),
                        "-R1:localhost:1",
                        "rehearsal@" + here.getHostAddress()
                    });
            Loading.all();
            return server.isDone() && !server.isCompletedExceptionally();
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** The first words of a server; after the client's list of algorithms it hangs up. */
    private static void receive(ServerSocket door) {
        try (Socket client = door.accept()) {
            client.setSoTimeout(PATIENCE_MS);
            client.getOutputStream()
                    .write("SSH-2.0-Rehearsal\r\n".getBytes(StandardCharsets.US_ASCII));
            // RFC 4253 section 7.1: the identification, a packet's head and SSH_MSG_KEXINIT.
            client.getInputStream().readNBytes(512);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
