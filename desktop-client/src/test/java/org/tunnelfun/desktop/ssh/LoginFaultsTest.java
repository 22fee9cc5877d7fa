package org.tunnelfun.desktop.ssh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tunnelfun.desktop.ssh.Attempts.LONG;
import static org.tunnelfun.desktop.ssh.Attempts.failure;
import static org.tunnelfun.desktop.ssh.Attempts.limits;
import static org.tunnelfun.desktop.ssh.Attempts.server;
import static org.tunnelfun.desktop.ssh.Attempts.start;
import static org.tunnelfun.desktop.ssh.Attempts.tunnel;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.ServerConfig.StrictHostKeyChecking;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.Failure.Kind;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.Tools;

/** Servers that are not what they should be: each is named, and none holds us up. */
class LoginFaultsTest {

    /** A length of two gigabytes, and something to read. */
    private static final String NO_PACKET = "SSH-2.0-Odd\r\n\177\377\377\377" + "\0".repeat(9000);

    /**
     * Begins the key exchange (20) in 12 bytes, of which 4 are padding: its lists are not there.
     */
    private static final String CUT_SHORT = "SSH-2.0-Odd\r\n\0\0\0\14\4\24" + "\0".repeat(9000);

    /** The same with more padding than there are bytes. */
    private static final String LESS_THAN_NOTHING =
            "SSH-2.0-Odd\r\n\0\0\0\14\377\24" + "\0".repeat(9000);

    @TempDir Path folder;
    private Path key;

    @BeforeEach
    void makeKey() {
        key = folder.resolve("id");
        Tools.run(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString()));
    }

    @Test
    void aServerThatSaysNothingIsGivenUpInTime() throws Exception {
        Failure failure = meet((visitor, self) -> self.stayOpen());
        assertEquals(Kind.OVERLOADED, failure.kind());
        assertTrue(failure.message().contains("no SSH banner within 1 s"), failure.message());
    }

    @Test
    void aServerThatDripsLinesDoesNotHoldTheLogin() throws Exception {
        Failure failure = meet((visitor, self) -> self.drip(visitor, "wait a moment\r\n"));
        assertEquals(Kind.OVERLOADED, failure.kind());
        assertTrue(failure.message().contains("it says: wait a"), failure.message());
    }

    @Test
    void aServerThatDripsItsKeyExchangeDoesNotHoldTheLogin() throws Exception {
        Failure failure =
                meet(
                        (visitor, self) -> {
                            OddServer.say(visitor, "SSH-2.0-Odd\r\n\0\0\0\374");
                            self.drip(visitor, "\n\24");
                        });
        assertEquals(Kind.OVERLOADED, failure.kind());
        assertTrue(failure.message().contains(" stalled"), failure.message());
    }

    @Test
    void aServerThatTurnsAwayBeforeItsBannerIsOverloaded() throws Exception {
        assertEquals(Kind.OVERLOADED, meet((visitor, self) -> {}).kind());
        Failure failure =
                meet((visitor, self) -> OddServer.say(visitor, "Exceeded MaxStartups\r\n"));
        assertEquals(Kind.OVERLOADED, failure.kind());
        assertTrue(failure.message().endsWith("it says: Exceeded MaxStartups"), failure.message());
    }

    @Test
    void aServerThatChattersForEverIsGivenUpAtOnce() throws Exception {
        Failure failure =
                meet(
                        (visitor, self) -> {
                            while (!visitor.isClosed()) {
                                OddServer.say(visitor, "hello there\r\n".repeat(100));
                            }
                        });
        assertEquals(Kind.OVERLOADED, failure.kind());
        // Not "within 1 s": it was not waited for.
        assertTrue(failure.message().startsWith("no SSH banner: "), failure.message());
    }

    @Test
    void aServerThatGreetsAtLengthBeforeItsBannerIsStillAnSshServer() throws Exception {
        String greeting = "by order of the owner\r\n".repeat(50) + "SSH-2.0-Odd\r\n";
        assertEquals(
                "the server closed the connection during the login",
                meet((visitor, self) -> OddServer.say(visitor, greeting)).message());
    }

    @Test
    void anEndDuringTheLoginOldProtocolsAndNonsenseAreSaidInPlainWords() throws Exception {
        assertEquals(
                "the server closed the connection during the login",
                meet((visitor, self) -> OddServer.say(visitor, "SSH-2.0-Odd\r\n")).message());
        assertEquals(
                "the server does not speak SSH 2: SSH-1.5-Old",
                meet((visitor, self) -> sayAndStay(visitor, self, "SSH-1.5-Old\r\n")).message());
    }

    @Test
    void bytesThatAreNoPacketsAreTheServersMistakeWhereverTheyTripJsch() throws Exception {
        for (String bytes : List.of(NO_PACKET, CUT_SHORT, LESS_THAN_NOTHING)) {
            try (OddServer odd =
                    new OddServer((visitor, self) -> sayAndStay(visitor, self, bytes))) {
                TunnelConfig patient = tunnel(tunnelTo(odd).server(), limits(LONG, LONG));
                assertEquals(
                        "the server sent what is no SSH packet",
                        failure(new JschSsh(), patient).message(),
                        () -> "after " + bytes.substring(0, 20));
            }
        }
    }

    private static void sayAndStay(Socket visitor, OddServer self, String text)
            throws IOException, InterruptedException {
        OddServer.say(visitor, text);
        self.stayOpen();
    }

    @Test
    void aWebServerIsNoSshServer() throws Exception {
        Failure failure =
                meet((visitor, self) -> OddServer.say(visitor, "HTTP/1.1 400 Bad Request\r\n\r\n"));
        assertEquals(Kind.LOGIN, failure.kind());
        assertTrue(failure.message().contains("no SSH server"), failure.message());
    }

    @Test
    void whatAServerSaysCannotReachTheTerminal() throws Exception {
        Failure failure =
                meet(
                        (visitor, self) ->
                                OddServer.say(visitor, "\33]0;owned\7" + "x".repeat(9000) + "\n"));
        assertFalse(failure.message().chars().anyMatch(c -> c < ' '), failure.message());
        assertTrue(failure.message().length() < 500);
    }

    @Test
    void whereNobodyListensTheAddressAndTheReasonAreNamed() {
        int port = FreePort.next();
        Failure failure = failure(server(port, key, folder.resolve("known_hosts")));
        assertEquals(Kind.REFUSED, failure.kind());
        assertTrue(
                failure.message().contains("127.0.0.1:" + port + ": connection refused"),
                failure.message());
    }

    @Test
    void aNameThatDoesNotExistIsNamed() {
        ServerConfig nowhere =
                ServerConfig.of("test", "no-such-host.invalid", 22, "anna")
                        .withIdentityFile(key)
                        .withKnownHosts(folder.resolve("known_hosts"), StrictHostKeyChecking.YES);
        Failure failure = failure(nowhere);
        assertEquals(Kind.UNREACHABLE, failure.kind());
        assertTrue(failure.message().contains("no-such-host.invalid"), failure.message());
    }

    @Test
    void aCancelledAttemptHangsUpAndTellsNothing() throws Exception {
        try (OddServer odd = new OddServer((visitor, self) -> self.stayOpen())) {
            Attempts.Told told = start(new JschSsh(), tunnelTo(odd));
            await().atMost(LONG).until(() -> told.connected.get() == 1 && odd.visitors() == 1);
            told.attempt.cancel();
            await().atMost(LONG).until(odd::isAlone);
            await().during(Duration.ofMillis(1500)).atMost(LONG).until(() -> told.told.get() == 0);
            assertFalse(told.failed.isDone());
        }
    }

    private Failure meet(OddServer.Behaviour behaviour) throws IOException {
        try (OddServer odd = new OddServer(behaviour)) {
            return failure(new JschSsh(), tunnelTo(odd));
        }
    }

    private TunnelConfig tunnelTo(OddServer odd) throws IOException {
        Path known = folder.resolve("known_hosts");
        if (!Files.exists(known)) {
            Files.createFile(known);
        }
        return tunnel(
                server(odd.port(), key, known),
                limits(Duration.ofSeconds(4), Duration.ofSeconds(1)));
    }
}
