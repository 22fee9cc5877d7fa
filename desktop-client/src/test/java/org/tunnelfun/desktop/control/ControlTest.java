package org.tunnelfun.desktop.control;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.desktop.engine.TunnelStatus;

@Timeout(120)
class ControlTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir Path folder;
    private final FakeTunnels tunnels = FakeTunnels.two();
    private Path socket;
    private ControlServer server;

    @BeforeEach
    void listen() throws IOException {
        socket = folder.resolve("s");
        server = new ControlServer(tunnels, socket);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void everyFieldOfAStatusArrives() throws IOException {
        assertEquals(tunnels.statuses(), ControlClient.statuses(socket, LIMIT));
    }

    @Test
    void aRequestReachesItsTunnel() throws IOException {
        ControlClient.act(socket, "pause", "nas", LIMIT);
        ControlClient.act(socket, "resume", null, LIMIT);
        assertEquals(List.of("pause nas", "resume null"), tunnels.asked);
    }

    @Test
    void anUnknownTunnelIsRefusedByName() {
        RefusedException e =
                assertThrows(
                        RefusedException.class,
                        () -> ControlClient.act(socket, "reconnect", "x", LIMIT));
        assertEquals("there is no tunnel named x", e.getMessage());
    }

    @Test
    void aFollowerSeesChangesAndTheEndAndTheReturn() throws IOException {
        try (ControlClient client = new ControlClient(socket)) {
            await().atMost(LIMIT).until(() -> client.statuses().equals(tunnels.statuses()));
            tunnels.say(Statuses.up("nas"));
            await().atMost(LIMIT).until(() -> client.statuses().size() == 1);
            server.close();
            await().atMost(LIMIT).until(() -> client.statuses().isEmpty());
            server = new ControlServer(tunnels, socket);
            await().atMost(LIMIT).until(() -> client.statuses().size() == 1);
        }
        await().atMost(LIMIT).until(() -> tunnels.listeners.isEmpty());
    }

    @Test
    void clientsThatHangOrTalkNonsenseHarmNobody() throws IOException {
        List<SocketChannel> silent = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            silent.add(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
        }
        for (String nonsense :
                List.of(
                        "\n",
                        "{}\n",
                        "[1]\n",
                        "{\"version\":9,\"action\":\"status\"}\n",
                        "x".repeat(9_999))) {
            assertTrue(say(nonsense).isEmpty() || say(nonsense).contains("\"error\""), nonsense);
        }
        assertEquals(2, ControlClient.statuses(socket, LIMIT).size());
        for (SocketChannel channel : silent) {
            channel.close();
        }
    }

    @Test
    void aClientThatDoesNotReadIsDropped() throws IOException {
        tunnels.say(
                java.util.stream.IntStream.range(0, 500)
                        .mapToObj(i -> Statuses.up("n" + i))
                        .toArray(TunnelStatus[]::new));
        try (SocketChannel deaf = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            deaf.write(
                    ByteBuffer.wrap(bytes(new Request(Request.Action.WATCH, null).line() + "\n")));
            await().atMost(LIMIT).until(() -> !tunnels.listeners.isEmpty());
            await().atMost(LIMIT).until(tunnels.listeners::isEmpty);
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no POSIX modes")
    void onlyTheOwnerMayOpenTheSocket() throws IOException {
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
        server.close();
        assertFalse(Files.exists(socket));
    }

    private String say(String text) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap(bytes(text)));
            ByteBuffer answer = ByteBuffer.allocate(4_096);
            try {
                channel.read(answer);
            } catch (IOException e) {
                return "";
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
