package org.tunnelfun.reaper.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real sockets; the clock alone is the test's. */
class HttpDoorTest {
    private static final String ASK = "GET /asked HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger refusals = new AtomicInteger();
    private final CountDownLatch busy = new CountDownLatch(1);
    private final byte[] large = new byte[3 << 20];
    private final List<Socket> callers = new ArrayList<>();
    private final HttpDoor door = open();

    private HttpDoor open() {
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31 >> 7);
        }
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            return new HttpDoor(any, new Handler(), clock::get);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private final class Handler implements HttpHandler {
        @Override
        public byte[] answer(HttpRequest request) throws InterruptedException {
            return switch (request.path()) {
                case "/large" -> large;
                case "/busy" -> {
                    busy.await();
                    yield text("was busy");
                }
                case "/fails" -> throw new IllegalStateException("as the test wants it");
                default ->
                        text(
                                request.method()
                                        + " "
                                        + request.path()
                                        + " "
                                        + new String(request.body(), StandardCharsets.US_ASCII)
                                        + " "
                                        + request.ends().caller().getPort());
            };
        }

        @Override
        public byte[] refuse(int status, String why) {
            refusals.incrementAndGet();
            return text("refused " + status);
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @AfterEach
    void close() throws IOException {
        for (Socket caller : callers) {
            caller.close();
        }
        door.close();
    }

    private Socket call(String begin) throws IOException {
        Socket caller = new Socket(InetAddress.getLoopbackAddress(), door.port());
        callers.add(caller);
        caller.setSoTimeout(20_000);
        caller.getOutputStream().write(text(begin));
        return caller;
    }

    private static String heard(Socket caller) throws IOException {
        return new String(caller.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private String ask(String request) throws IOException {
        return heard(call(request));
    }

    private static boolean ended(Socket caller) throws IOException {
        try {
            return caller.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Test
    void whoAsksIsAnsweredWhateverNumberOfOthersOnlyConnected() throws IOException {
        for (int i = 0; i < 400; i++) {
            call(i % 2 == 0 ? "" : "G");
            if (i % 100 == 99) {
                assertTrue(ask(ASK).startsWith("GET /asked"), "after " + i);
            }
        }
        assertTrue(ended(callers.get(0)));
        assertTrue(ended(callers.get(1)));
        // Only as many go as must: the last of them may still ask.
        Socket last = callers.get(callers.size() - 3);
        last.getOutputStream().write(text(ASK));
        assertTrue(heard(last).startsWith("GET /asked"));
    }

    @Test
    void whoIsNotThroughWithItsQuestionInTimeIsSentAwayHoweverSlowlyItGoesOn() throws IOException {
        Socket silent = call("");
        Socket slow = call("GET");
        assertTrue(ask(ASK).startsWith("GET"));
        clock.addAndGet(Visitor.ASK_NANOS - 1);
        slow.getOutputStream().write(text(" /asked"));
        Socket young = call("GET");
        assertTrue(ask(ASK).startsWith("GET"));
        clock.addAndGet(1);
        assertTrue(ended(silent));
        assertTrue(ended(slow));
        young.getOutputStream().write(text(ASK.substring(3)));
        assertTrue(heard(young).startsWith("GET /asked"));
    }

    @Test
    void aQuestionMayComeInPiecesAndIsAnsweredOnceItIsThere() throws IOException {
        Socket caller = call("");
        String request = "POST /form?x=1 HTTP/1.0\r\nContent-Length: 7\r\nA:b\r\n\r\ntoken=1";
        for (byte b : text(request)) {
            caller.getOutputStream().write(b);
        }
        caller.shutdownOutput();
        assertEquals("POST /form token=1 " + caller.getLocalPort(), heard(caller));
    }

    @Test
    void whatCanBeReadInTwoWaysOrIsTooLongIsRefused() throws IOException {
        assertEquals("refused 400", ask("\r\n\r\n"));
        assertEquals("refused 400", ask("GET  / HTTP/1.1\r\n\r\n"));
        assertEquals("refused 400", ask("GET http://other/ HTTP/1.1\r\n\r\n"));
        assertEquals("refused 400", ask("GET / HTTP/2.0\r\n\r\n"));
        assertEquals("refused 400", ask("SSH-2.0-OpenSSH_9.2\r\n\r\n"));
        assertEquals("refused 400", ask("GET / HTTP/1.1\r\nno colon\r\n\r\n"));
        assertEquals("refused 400", ask("GET / HTTP/1.1\r\nA: b\r\n folded\r\n\r\n"));
        assertEquals("refused 400", ask("GET / HTTP/1.1\r\nA: b\nC: d\r\n\r\n"));
        assertEquals("refused 400", ask("GET / HTTP/1.1\r\nContent-Length : 1\r\n\r\n"));
        assertEquals("refused 400", ask("GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"));
        String twice = "Content-Length: 1\r\n".repeat(2);
        assertEquals("refused 400", ask("POST / HTTP/1.1\r\n" + twice + "\r\n"));
        assertEquals("refused 411", ask("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"));
        assertEquals("refused 413", ask("POST / HTTP/1.1\r\nContent-Length: 4097\r\n\r\n"));
        assertEquals("refused 431", ask("GET / HTTP/1.1\r\n" + "A: b\r\n".repeat(51) + "\r\n"));
        assertEquals("refused 431", ask("GET / HTTP/1.1\r\nA: " + "b".repeat(100_000)));
        assertEquals("refused 431", ask("G".repeat(Arrival.MAX_HEAD)));
    }

    @Test
    void aLongAnswerArrivesWholeAlsoAtOneWhoReadsItLate() throws IOException {
        Socket late = call(ASK.replace("asked", "large"));
        assertTrue(ask(ASK).startsWith("GET"));
        assertArrayEquals(large, late.getInputStream().readAllBytes());
    }

    @Test
    void whoWaitsForItsAnswerKeepsItsPlaceAndTooManyOfThemAreToldSo() throws IOException {
        String question = ASK.replace("asked", "busy");
        int places = HttpDoor.THREADS + HttpDoor.LINE;
        List<Socket> asking = new ArrayList<>();
        for (int i = 0; i <= places; i++) {
            asking.add(call(question));
        }
        await().until(() -> refusals.get() == 1);
        for (int i = 0; i < HttpDoor.MOST; i++) {
            call("");
        }
        assertEquals("refused 503", ask(question));
        clock.addAndGet(Visitor.ASK_NANOS);
        busy.countDown();
        int answered = 0;
        for (Socket one : asking) {
            answered += heard(one).equals("was busy") ? 1 : 0;
        }
        assertEquals(places, answered);
    }

    @Test
    void anAnswerThatCannotBeMadeEndsItsOwnConnectionOnly() throws IOException {
        assertEquals("", ask(ASK.replace("asked", "fails")));
        assertTrue(ask(ASK).startsWith("GET"));
    }

    @Test
    void afterTheEndThePortIsFreeAndCallersAreSentAway() throws IOException {
        Socket caller = call("GET");
        assertTrue(ask(ASK).startsWith("GET"));
        InetSocketAddress address = (InetSocketAddress) caller.getRemoteSocketAddress();
        door.close();
        assertTrue(ended(caller));
        try (ServerSocket next = new ServerSocket()) {
            next.bind(address);
        }
    }
}
