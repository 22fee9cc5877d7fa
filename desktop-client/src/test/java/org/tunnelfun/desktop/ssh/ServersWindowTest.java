package org.tunnelfun.desktop.ssh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.apache.sshd.common.channel.AbstractChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tunnelfun.desktop.config.Forward;

/** What a server sees of our flow control, and what becomes of one that ignores it. */
@Timeout(120)
class ServersWindowTest {

    private MinaServer server;
    private ServerSocket target;
    private VisitsLab lab;
    private Forward forward;

    @BeforeEach
    void start() throws Exception {
        server = new MinaServer();
        target = new ServerSocket();
        // Small, so that a target that does not read is felt soon.
        target.setReceiveBufferSize(64 * 1024);
        target.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
        lab = server.login();
        forward = lab.forward(target.getLocalPort());
    }

    @AfterEach
    void stop() throws Exception {
        lab.close();
        target.close();
        server.close();
    }

    @Test
    void theOpenConfirmationAnnouncesALargeWindowAndPacketsLikeOpenSsh() throws Exception {
        try (Socket visitor = VisitsLab.visit(forward)) {
            AbstractChannel channel = server.opened();
            assertTrue(channel.getRemoteWindow().getSize() >= 2 * 1024 * 1024);
            assertEquals(32 * 1024, channel.getRemoteWindow().getPacketSize());
            assertTrue(visitor.isConnected());
        }
    }

    @Test
    void noCreditIsGivenForWhatTheTargetHasNotRead() throws Exception {
        try (Socket visitor = VisitsLab.visit(forward);
                Socket accepted = target.accept()) {
            AbstractChannel channel = server.opened();
            OutputStream out = visitor.getOutputStream();
            Background.run(() -> out.write(new byte[64 << 20]));
            await("a window that is used up")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> channel.getRemoteWindow().getSize() < 32 * 1024);
            // Not a byte was lost, and what is read makes room again.
            accepted.getInputStream().readNBytes(32 << 20);
            await("credit")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> accepted.getInputStream().available() > 0);
        }
    }

    @Test
    void aServerThatIgnoresTheWindowLosesTheVisitorAndTheSessionLives() throws Exception {
        try (Socket visitor = VisitsLab.visit(forward);
                Socket accepted = target.accept()) {
            AbstractChannel channel = server.opened();
            for (int sent = 0; sent < 32 << 20 && !channel.isClosing(); sent += 32 * 1024) {
                MinaServer.sendRegardless(channel, 32 * 1024);
            }
            await("the visit to end")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> lab.visitors(forward).now() == 0);
            assertTrue(visitor.isConnected() && accepted.isConnected());
        }
        try (Socket visitor = VisitsLab.visit(forward);
                Socket accepted = target.accept()) {
            visitor.getOutputStream().write(7);
            assertEquals(7, accepted.getInputStream().read());
        }
    }
}
