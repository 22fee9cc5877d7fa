package org.tunnelfun.desktop.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A slow line gets a short queue; a fast one is left to the kernel. */
class SendBufferTest {

    private static final int PACKET = 32 * 1024;

    private final SendBuffer buffer = new SendBuffer();

    @Test
    void aFastLineIsLeftToTheKernel() {
        for (int i = 0; i < 10_000; i++) {
            assertEquals(0, write(1, false));
        }
        assertEquals(0, write(120, true), "one pause does not make it slow");
    }

    @Test
    void aSlowLineGetsAShortQueueAtItsFirstWindow() {
        assertEquals(SendBuffer.SMALL, write(2000, true));
        for (int i = 0; i < 10; i++) {
            assertEquals(0, write(2000, true));
        }
    }

    @Test
    void theQueueGrowsWithTheRate() {
        assertEquals(SendBuffer.SMALL, write(2000, true));
        int size = 0;
        for (int i = 0; i < 100 && size == 0; i++) {
            size = write(10, false);
        }
        assertTrue(size > 2_000_000 && size < 4_000_000, "" + size);
        assertEquals(SendBuffer.SMALL, write(2000, true), "and shrinks again");
    }

    private int write(long millis, boolean blocked) {
        return buffer.written(PACKET, TimeUnit.MILLISECONDS.toNanos(millis), blocked);
    }
}
