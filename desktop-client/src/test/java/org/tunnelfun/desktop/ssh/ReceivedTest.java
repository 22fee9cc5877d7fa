package org.tunnelfun.desktop.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tunnelfun.desktop.testing.OwnThread;

@Timeout(60)
class ReceivedTest {

    @Test
    void whatIsPutIsTakenInOrderWhateverTheSizes() throws Exception {
        byte[] all = new byte[3_000_000];
        new Random(1).nextBytes(all);
        Received received = new Received(all.length);
        CompletableFuture<byte[]> taken =
                CompletableFuture.supplyAsync(() -> takeAll(received), OwnThread.EACH);
        Random sizes = new Random(2);
        for (int at = 0; at < all.length; ) {
            int length = Math.min(all.length - at, 1 + sizes.nextInt(40_000));
            assertTrue(received.put(all, at, length));
            at += length;
        }
        received.endOfData();
        assertArrayEquals(all, taken.get(30, TimeUnit.SECONDS));
        assertTrue(received.complete());
    }

    @Test
    void moreThanTheWindowIsTurnedAway() {
        Received received = new Received(100);
        assertTrue(received.put(new byte[200], 0, 100));
        assertFalse(received.put(new byte[1], 0, 1));
        assertEquals(100, received.waiting());
    }

    @Test
    void creditIsGivenOnlyForWhatWasWrittenAndAllowsAsMuchMore() throws Exception {
        int window = 1 << 20;
        Received received = new Received(window);
        assertTrue(received.put(new byte[window], 0, window));
        int sum = 0;
        int credit = 0;
        for (int i = 0; i < 5; i++) {
            int length = received.take().length();
            sum += length;
            credit += received.written(length, 0);
        }
        assertEquals(sum, credit + sum % (window / 4));
        assertTrue(received.put(new byte[credit], 0, credit));
        assertFalse(received.put(new byte[1], 0, 1));
    }

    @Test
    void creditIsGivenForLittleOnceInAWhileAndAtOnceForMuch() {
        int window = 1 << 20;
        int little = window / 16;
        long now = 1;
        Received received = new Received(window);
        assertEquals(0, received.written(little, now));
        now += Received.APART_NANOS;
        assertEquals(2 * little, received.written(little, now));
        assertEquals(0, received.written(little - 1, now + Received.APART_NANOS));
        assertEquals(window / 4, received.written(window / 4 - little + 1, now));
    }

    @Test
    void manyTinyPacketsTakeNoMoreMemoryThanTheirBytes() throws Exception {
        Received received = new Received(300_000);
        for (int i = 0; i < 300_000; i++) {
            assertTrue(received.put(new byte[] {1}, 0, 1));
        }
        assertEquals(Segment.SIZE, received.take().length());
    }

    @Test
    void afterAnAbortNothingIsLeftAndNothingIsKept() throws Exception {
        Received received = new Received(100);
        received.put(new byte[10], 0, 10);
        received.abort();
        assertTrue(received.put(new byte[10], 0, 10), "dropped, not held against the server");
        assertNull(received.take());
        assertFalse(received.complete());
    }

    private static byte[] takeAll(Received received) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            for (Received.Piece p = received.take(); p != null; p = received.take()) {
                all.write(p.bytes(), p.from(), p.length());
                received.written(p.length(), 0);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return all.toByteArray();
    }
}
