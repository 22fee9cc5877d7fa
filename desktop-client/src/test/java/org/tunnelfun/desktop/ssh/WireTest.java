package org.tunnelfun.desktop.ssh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tunnelfun.desktop.ssh.Attempts.LONG;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tunnelfun.desktop.testing.OwnThread;

/** What is heard, what is held up, and who ended it. */
class WireTest {

    private ServerSocket server;
    private Socket far;
    private Wire wire;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        Socket near = new Socket("127.0.0.1", server.getLocalPort());
        far = server.accept();
        wire = Wire.over(near);
    }

    @AfterEach
    void close() throws IOException {
        wire.cut();
        far.close();
        server.close();
    }

    @Test
    void whatWaitsUnreadCountsAsHeard() throws IOException {
        assertEquals(0, wire.traffic().bytesHeard());
        far.getOutputStream().write(new byte[1000]);
        await().atMost(LONG).until(() -> wire.traffic().bytesHeard() == 1000);
        wire.in().readNBytes(10);
        assertEquals(1000, wire.traffic().bytesHeard());
        far.getOutputStream().write(new byte[5]);
        await().atMost(LONG).until(() -> wire.traffic().bytesHeard() == 1005);
    }

    @Test
    void aWriteThatIsHeldUpIsSeenWhileItIsAndAfter() throws IOException {
        assertEquals(Long.MAX_VALUE, wire.traffic().sinceWriteBlockedNanos());
        wire.out().write(new byte[100]);
        assertEquals(100, wire.traffic().bytesWritten());
        assertEquals(0, wire.traffic().writeBlockedNanos());
        CompletableFuture<Void> writer =
                CompletableFuture.runAsync(() -> write(new byte[32 * 1024 * 1024]), OwnThread.EACH);
        await().atMost(LONG)
                .until(
                        () ->
                                wire.traffic().writeBlockedNanos()
                                        > TimeUnit.MILLISECONDS.toNanos(200));
        assertEquals(0, wire.traffic().sinceWriteBlockedNanos());
        far.getInputStream().readNBytes(100 + 32 * 1024 * 1024);
        await().atMost(LONG).until(writer::isDone);
        assertEquals(0, wire.traffic().writeBlockedNanos());
        assertTrue(wire.traffic().sinceWriteBlockedNanos() < LONG.toNanos());
    }

    @Test
    void aCutFreesReaderAndWriterAtOnce() {
        CompletableFuture<Void> writer =
                CompletableFuture.runAsync(() -> write(new byte[64 * 1024 * 1024]), OwnThread.EACH);
        CompletableFuture<Integer> reader =
                CompletableFuture.supplyAsync(this::read, OwnThread.EACH);
        await().atMost(LONG).until(() -> wire.traffic().writeBlockedNanos() > 0);
        wire.cut();
        await().atMost(LONG).until(() -> writer.isDone() && reader.isDone());
        assertTrue(wire.wasCut());
        assertFalse(wire.ended(), "it was us");
        assertThrows(IOException.class, () -> wire.in().read());
    }

    @Test
    void theOtherSidesEndIsTold() throws IOException {
        assertFalse(wire.ended());
        far.close();
        assertEquals(-1, wire.in().read());
        assertTrue(wire.ended());
        assertFalse(wire.wasCut());
    }

    @Test
    void theBannerIsFoundAmongTheFirstLines() throws IOException {
        far.getOutputStream().write("hello\r\nSSH-2.0-Odd \33[1m\r\n".getBytes());
        wire.in().readNBytes(10);
        assertEquals("SSH-2.0-Odd \\x1b[1m", wire.banner());
        assertTrue(wire.head().startsWith("hello\\x0d\\x0aSSH-2.0"));
    }

    private void write(byte[] bytes) {
        try {
            wire.out().write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private int read() {
        try {
            return wire.in().read();
        } catch (IOException e) {
            return -2;
        }
    }
}
