package org.tunnelfun.desktop.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tunnelfun.desktop.ssh.Attempts.get;
import static org.tunnelfun.desktop.ssh.Attempts.legacy;
import static org.tunnelfun.desktop.ssh.Attempts.server;
import static org.tunnelfun.desktop.ssh.Attempts.start;
import static org.tunnelfun.desktop.ssh.Attempts.tunnel;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.testing.Tools;

/** What is offered to a server, as it reads it (RFC 4253 §7.1). */
class AlgorithmsTest {

    @TempDir Path folder;

    @Test
    void nothingOldIsOfferedUnlessTheConfigSaysSo() throws Exception {
        assertEquals(List.of(), offered(false).stream().filter(AlgorithmsTest::isOld).toList());
        List<String> old = offered(true).stream().filter(AlgorithmsTest::isOld).toList();
        assertTrue(old.contains("diffie-hellman-group14-sha1"), old::toString);
        assertTrue(old.contains("ssh-rsa"), old::toString);
        assertTrue(old.contains("aes128-cbc"), old::toString);
    }

    @Test
    void aPostQuantumKeyExchangeComesFirstWhereTheRuntimeHasOne() throws Exception {
        String first = offered(false).get(0);
        // Java has ML-KEM from 24 on (JEP 496).
        assertEquals(
                Runtime.version().feature() >= 24 ? "mlkem768x25519-sha256" : "curve25519-sha256",
                first);
    }

    @Test
    void anOldListIsKnownByOneOldNameInIt() {
        assertTrue(Algorithms.isLegacy("chacha20-poly1305@openssh.com,aes128-cbc"));
        assertFalse(Algorithms.isLegacy("chacha20-poly1305@openssh.com,rsa-sha2-256"));
    }

    /** Old enough that OpenSSH's own client does not offer it either; it does offer hmac-sha1. */
    private static boolean isOld(String name) {
        return !name.equals("hmac-sha1")
                && name.matches(".*(-sha1|-cbc|md5.*|arcfour.*|hmac-sha1-96)|ssh-(rsa|dss)");
    }

    /** Key exchanges, host keys, ciphers and codes, in the order of the client's first packet. */
    private List<String> offered(boolean legacy) throws Exception {
        Path key = folder.resolve("id-" + legacy);
        Tools.run(List.of("ssh-keygen", "-q", "-t", "rsa", "-N", "", "-f", key.toString()));
        Path known = Files.writeString(folder.resolve("known_hosts"), "");
        CompletableFuture<List<String>> heard = new CompletableFuture<>();
        try (OddServer odd = new OddServer((visitor, self) -> heard.complete(listen(visitor)))) {
            ServerConfig config = server(odd.port(), key, known);
            start(new JschSsh(), tunnel(legacy ? legacy(config) : config));
            return get(heard);
        }
    }

    private static List<String> listen(Socket visitor) throws IOException {
        OddServer.say(visitor, "SSH-2.0-Odd\r\n");
        DataInputStream in = new DataInputStream(visitor.getInputStream());
        while (in.read() != '\n') {
            // Its identification string.
        }
        // Length of packet and padding, message number, cookie.
        in.readNBytes(4 + 1 + 1 + 16);
        List<String> names = new ArrayList<>();
        for (int list = 0; list < 6; list++) {
            byte[] text = in.readNBytes(in.readInt());
            names.addAll(Arrays.asList(new String(text, StandardCharsets.US_ASCII).split(",")));
        }
        return names;
    }
}
