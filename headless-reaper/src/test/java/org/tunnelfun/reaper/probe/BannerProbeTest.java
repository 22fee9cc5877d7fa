package org.tunnelfun.reaper.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tunnelfun.reaper.probe.Heard.Outcome;
import org.tunnelfun.reaper.testing.Tools;

/** Against real sockets, with servers that misbehave in every way we could think of. */
class BannerProbeTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final List<ServerSocket> servers = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final LinkedBlockingQueue<String> introductions = new LinkedBlockingQueue<>();

    private interface Speech {
        void to(Socket visitor) throws Exception;
    }

    private InetSocketAddress server(Speech speech) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        servers.add(server);
        Thread thread =
                new Thread(
                        () -> {
                            while (!server.isClosed()) {
                                try (Socket visitor = server.accept()) {
                                    speech.to(visitor);
                                } catch (Exception visitorGone) {
                                    assertTrue(
                                            visitorGone.getMessage() != null
                                                    || over.getCount() < 2);
                                }
                            }
                        });
        thread.setDaemon(true);
        thread.start();
        return new InetSocketAddress("127.0.0.1", server.getLocalPort());
    }

    private InetSocketAddress says(String text) throws IOException {
        return server(
                visitor -> {
                    visitor.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
                    over.await(30, TimeUnit.SECONDS);
                });
    }

    private static Heard probe(InetSocketAddress address) throws InterruptedException {
        return new BannerProbe(() -> 100)
                .probe(List.of(new Probe.Target(address, true)), TIMEOUT)
                .get(address);
    }

    @AfterEach
    void stop() throws IOException {
        over.countDown();
        for (ServerSocket server : servers) {
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n",
                "SSH-2.0-dropbear\n",
                "SSH-1.99-Cisco\r\n",
                "Welcome\r\nto this device\r\nSSH-2.0-x\r\n",
                "\n\n\nSSH-2.0-x\n",
                "SSH-2.0-x\r\n and more",
                "not SSH-2.0 here\nSSH-2.0-x\r\n",
            })
    void anIdentificationStringIsHeardAlsoBehindOtherLines(String text) throws Exception {
        Heard heard = probe(says(text));
        assertEquals(Outcome.BANNER, heard.outcome());
        assertTrue(heard.said().startsWith("SSH-"), heard.said());
        assertTrue(heard.connectMs() >= 0);
        assertTrue(heard.waitedMs() < TIMEOUT.toMillis());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 400 Bad Request\r\nX: SSH-2.0-x\r\n\r\n",
                "SSH-3.0-future\r\n",
                "SSH-2.0-no line end",
                "SSH",
                "ssh-2.0-x\r\n",
                " SSH-2.0-x\r\n",
                "Exceeded MaxStartups\r\n",
                "\u001b[2J\u001b]0;owned\u0007\r\n",
                "\0\0\0\0",
            })
    void bytesWithoutAnIdentificationStringAreNoSilence(String text) throws Exception {
        Heard heard = probe(says(text));
        assertEquals(Outcome.BYTES, heard.outcome());
        assertTrue(heard.bytes() > 0);
        assertTrue(heard.said().chars().noneMatch(Character::isISOControl), heard.said());
    }

    @Test
    void aMegabyteWithoutALineEndIsCutShort() throws Exception {
        Heard heard = probe(says("x".repeat(1 << 20)));
        assertEquals(Outcome.BYTES, heard.outcome());
        assertEquals(BannerReader.MAX_BYTES, heard.bytes());
        assertTrue(heard.waitedMs() < TIMEOUT.toMillis());
        assertTrue(heard.said().length() <= 81);
    }

    @Test
    void aBannerLineThatIsTooLongIsNone() throws Exception {
        assertEquals(Outcome.BYTES, probe(says("SSH-2.0-" + "x".repeat(300) + "\r\n")).outcome());
    }

    @Test
    void oneByteAtATimeDoesNotHoldTheDeadlineOpen() throws Exception {
        InetSocketAddress drip =
                server(
                        visitor -> {
                            OutputStream out = visitor.getOutputStream();
                            for (int i = 0; !over.await(100, TimeUnit.MILLISECONDS); i++) {
                                out.write("SSH-2.0-slow".charAt(i % 12));
                            }
                        });
        long started = System.nanoTime();
        Heard heard = probe(drip);
        assertEquals(Outcome.BYTES, heard.outcome());
        assertTrue(System.nanoTime() - started < TIMEOUT.multipliedBy(5).toNanos());
    }

    @Test
    void aBannerThatDripsInTimeIsHeard() throws Exception {
        InetSocketAddress drip =
                server(
                        visitor -> {
                            OutputStream out = visitor.getOutputStream();
                            for (char c : "hi\r\nSSH-2.0-slow\r\n".toCharArray()) {
                                out.write(c);
                                over.await(5, TimeUnit.MILLISECONDS);
                            }
                        });
        assertEquals(Outcome.BANNER, probe(drip).outcome());
    }

    @Test
    void silenceIsHeardAtTheDeadlineAndNotBefore() throws Exception {
        Heard heard = probe(server(visitor -> over.await(30, TimeUnit.SECONDS)));
        assertEquals(Outcome.NOTHING, heard.outcome());
        assertEquals(0, heard.bytes());
        assertTrue(heard.waitedMs() >= TIMEOUT.toMillis(), heard.toString());
    }

    @Test
    void aCloseWithoutAWordIsNoSilence() throws Exception {
        assertEquals(Outcome.CLOSED, probe(server(Socket::shutdownOutput)).outcome());
    }

    @Test
    void aResetIsACloseToo() throws Exception {
        InetSocketAddress resets =
                server(
                        visitor -> {
                            visitor.setSoLinger(true, 0);
                            visitor.close();
                        });
        assertEquals(Outcome.CLOSED, probe(resets).outcome());
    }

    @Test
    void bytesBeforeACloseAreBytes() throws Exception {
        InetSocketAddress server = server(v -> v.getOutputStream().write("go away".getBytes()));
        Heard heard = probe(server);
        assertEquals(Outcome.BYTES, heard.outcome());
        assertEquals("go away", heard.said());
    }

    @Test
    void nobodyThereIsNeitherSilentNorClosed() throws Exception {
        InetSocketAddress nobody = new InetSocketAddress("127.0.0.1", Tools.freePort());
        assertEquals(Outcome.REFUSED, probe(nobody).outcome());
    }

    @Test
    void anAddressThatIsNotOursIsALocalError() throws Exception {
        InetSocketAddress impossible = new InetSocketAddress("255.255.255.255", 9);
        assertEquals(Outcome.LOCAL_ERROR, probe(impossible).outcome());
    }

    @Test
    void aQueueThatIsFullIsNoConnection() throws Exception {
        ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        servers.add(full);
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", full.getLocalPort());
        List<Socket> fillers = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                Socket filler = new Socket();
                fillers.add(filler);
                try {
                    filler.connect(address, 200);
                } catch (IOException queueFull) {
                    break;
                }
            }
            Heard heard = probe(address);
            assertEquals(Outcome.UNCONNECTED, heard.outcome());
            assertEquals(-1, heard.connectMs());
        } finally {
            for (Socket filler : fillers) {
                filler.close();
            }
        }
    }

    @Test
    void itIntroducesItselfWhereAnSshdIsExpectedAndNowhereElse() throws Exception {
        Speech listens =
                visitor -> {
                    visitor.setSoTimeout(500);
                    InputStream in = visitor.getInputStream();
                    StringBuilder line = new StringBuilder();
                    try {
                        for (int c = in.read(); c > 0 && c != '\n'; c = in.read()) {
                            line.append((char) c);
                        }
                    } catch (IOException nothingMore) {
                        line.append('.');
                    }
                    introductions.add(line.toString());
                };
        InetSocketAddress ssh = server(listens);
        InetSocketAddress any = server(listens);
        new BannerProbe(() -> 10)
                .probe(List.of(new Probe.Target(ssh, true), new Probe.Target(any, false)), TIMEOUT);
        List<String> both =
                List.of(
                        introductions.poll(30, TimeUnit.SECONDS),
                        introductions.poll(30, TimeUnit.SECONDS));
        assertTrue(both.contains("SSH-2.0-TunnelfunReaper\r"), both.toString());
        assertTrue(both.contains("."), both.toString());
    }

    @Test
    void itHangsUpByResetSoThatNothingLingers() throws Exception {
        LinkedBlockingQueue<String> ends = new LinkedBlockingQueue<>();
        InetSocketAddress server =
                server(
                        visitor -> {
                            visitor.getOutputStream().write("SSH-2.0-x\r\n".getBytes());
                            InputStream in = visitor.getInputStream();
                            try {
                                while (in.read() >= 0) {
                                    visitor.setSoTimeout(20_000);
                                }
                                ends.add("closed");
                            } catch (SocketException reset) {
                                ends.add("reset");
                            }
                        });
        probe(server);
        assertEquals("reset", ends.poll(30, TimeUnit.SECONDS));
    }

    @Test
    void withRoomForThreeAtATimeAllAreHeardAllTheSame() throws Exception {
        List<Probe.Target> targets = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            targets.add(new Probe.Target(says("SSH-2.0-x\r\n"), true));
        }
        Map<InetSocketAddress, Heard> heard = new BannerProbe(() -> 3).probe(targets, TIMEOUT);
        assertEquals(20, heard.size());
        assertTrue(heard.values().stream().allMatch(h -> h.outcome() == Outcome.BANNER));
    }
}
