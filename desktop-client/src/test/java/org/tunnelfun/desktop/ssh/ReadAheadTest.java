package org.tunnelfun.desktop.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReadAheadTest {

    @Test
    void everyByteComesOnceAndInOrder() throws IOException {
        byte[] all = new byte[10_000];
        new Random(1).nextBytes(all);
        InputStream in = new ReadAhead(new ByteArrayInputStream(all), 64);
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        Random sizes = new Random(2);
        byte[] piece = new byte[200];
        for (int one = in.read(); one >= 0; one = in.read()) {
            heard.write(one);
            int n = in.read(piece, 0, 1 + sizes.nextInt(piece.length));
            heard.write(piece, 0, Math.max(0, n));
        }
        assertArrayEquals(all, heard.toByteArray());
        assertEquals(-1, in.read(piece, 0, 1));
    }

    @Test
    void whatWasReadAheadCountsAsAvailable() throws IOException {
        InputStream in = new ReadAhead(new ByteArrayInputStream(new byte[100]), 64);
        in.read();
        assertEquals(99, in.available());
    }
}
