package org.tunnelfun.desktop.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PipeTest {
    private final Pipe pipe = new Pipe(8);

    @Test
    void bytesThatComeBetweenTwoReadersAreForTheSecond() throws Exception {
        pipe.write(1);
        Thread first = new Thread(() -> assertEquals(1, read()));
        first.start();
        first.join();
        pipe.write(2);
        assertEquals(2, read());
    }

    @Test
    void aWriterWaitsForAReaderAndNoByteIsLost() throws Exception {
        byte[] all = new byte[1000];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> writeAll(all));
        assertArrayEquals(all, pipe.in().readNBytes(all.length));
        writer.get(10, TimeUnit.SECONDS);
        assertEquals(-1, read());
    }

    @Test
    void whoReadsNoMoreKeepsNoWriterWaiting() throws Exception {
        pipe.write(new byte[8]);
        pipe.in().close();
        assertThrows(IOException.class, () -> pipe.write(1));
    }

    private int read() {
        try {
            return pipe.in().read();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void writeAll(byte[] all) {
        try {
            for (int i = 0; i < all.length; i += 10) {
                pipe.write(all, i, 10);
            }
            pipe.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
