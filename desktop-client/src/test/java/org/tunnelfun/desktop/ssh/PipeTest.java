package org.tunnelfun.desktop.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PipeTest {
    private static final int LIMIT = 100_000;

    private final List<Integer> asked = new ArrayList<>();
    private final Pipe pipe = new Pipe(LIMIT, asked::add);

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
    void noByteIsLostInWhateverPiecesTheyComeAndGo() throws Exception {
        byte[] all = new byte[50 * LIMIT];
        Random random = new Random(1);
        random.nextBytes(all);
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        for (int i = 0; i < all.length; ) {
            int some = Math.min(random.nextInt(LIMIT - pipe.in().available() + 1), all.length - i);
            pipe.write(all, i, some);
            i += some;
            byte[] bytes = new byte[1 + random.nextInt(LIMIT)];
            for (int n = random.nextInt(4); n > 0 && pipe.in().available() > 0; n--) {
                read.write(bytes, 0, pipe.in().read(bytes, 0, bytes.length));
            }
        }
        pipe.close();
        pipe.in().transferTo(read);
        assertArrayEquals(all, read.toByteArray());
        assertEquals(-1, read());
    }

    @Test
    void asMuchIsAskedForAsWasReadAndWhatIsMoreIsRefused() throws Exception {
        pipe.write(new byte[LIMIT]);
        assertThrows(IOException.class, () -> pipe.write(1));
        pipe.in().readNBytes(LIMIT / 4 - 1);
        assertEquals(List.of(), asked);
        assertEquals(0, read());
        assertEquals(List.of(LIMIT / 4), asked);
        pipe.write(new byte[LIMIT / 4]);
        assertThrows(IOException.class, () -> pipe.write(1));
    }

    @Test
    void whatCameIsReadThoughWhoSentItIsGone() throws Exception {
        Pipe broken =
                new Pipe(
                        8,
                        bytes -> {
                            throw new IOException("gone");
                        });
        broken.write(new byte[8]);
        assertEquals(8, broken.in().readNBytes(9).length);
    }

    @Test
    void nobodyWritesToWhoReadsNoMore() throws Exception {
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
}
