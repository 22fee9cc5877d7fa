package org.tunnelfun.reaper.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a device sends, and however it is cut into pieces. */
class BannerReaderTest {
    private static final int ROUNDS = 20_000;

    private final Random random = new Random(4711);

    private static BannerReader read(byte[] text, Random pieces) {
        BannerReader reader = new BannerReader();
        for (int at = 0; at < text.length; ) {
            int length = Math.min(text.length - at, 1 + pieces.nextInt(40));
            reader.read(ByteBuffer.wrap(text, at, length));
            at += length;
        }
        return reader;
    }

    private byte[] noise(int most) {
        byte[] noise = new byte[random.nextInt(most)];
        random.nextBytes(noise);
        return noise;
    }

    @Test
    void noNoiseIsABannerAndAllOfItIsShownSafely() {
        for (int i = 0; i < ROUNDS; i++) {
            byte[] noise = noise(600);
            BannerReader reader = read(noise, random);
            assertFalse(reader.banner());
            assertEquals(noise.length, reader.bytes());
            assertTrue(reader.said().length() <= 81, reader.said());
            assertTrue(reader.said().chars().allMatch(c -> c >= ' ' && c < 0x7f || c == '…'));
        }
    }

    @Test
    void aBannerIsFoundBehindAnyLinesAndCutIntoAnyPieces() {
        for (int i = 0; i < ROUNDS; i++) {
            StringBuilder text = new StringBuilder();
            for (int line = random.nextInt(4); line > 0; line--) {
                String noise = new String(noise(200), StandardCharsets.ISO_8859_1);
                text.append('x').append(noise.replace('\n', ' ')).append('\n');
            }
            text.append("SSH-2.0-Device_").append(i).append("\r\n");
            BannerReader reader =
                    read(text.toString().getBytes(StandardCharsets.ISO_8859_1), random);
            assertTrue(reader.banner(), text.toString());
            assertEquals("SSH-2.0-Device_" + i, reader.said());
        }
    }

    @Test
    void aStreamWithoutEndIsLookedAtUpToItsLimit() {
        BannerReader reader = new BannerReader();
        for (int i = 0; i < 100_000 && !reader.decided(); i++) {
            reader.read(ByteBuffer.wrap(noise(600)));
        }
        assertEquals(BannerReader.MAX_BYTES, reader.bytes());
        assertFalse(reader.banner());
    }
}
