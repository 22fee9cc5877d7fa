package org.tunnelfun.desktop.install;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tunnelfun.desktop.testing.Tools;

/** The flags spare memory, but not where bytes are encrypted. */
class FlagsTest {

    private static final String FIRST_COMPILER_ONLY = "-XX:TieredStopAtLevel=1";

    /** The processor's own AES is some 20 times as fast. */
    private static final int FASTER = 4;

    @ParameterizedTest
    @ValueSource(strings = {"headless", "tray"})
    void encryptionIsCompiledForTheProcessor(String kind) {
        long shipped = encrypting(Launch.flags(kind));
        long slow = encrypting(List.of("-XX:+UseSerialGC", FIRST_COMPILER_ONLY));
        assertTrue(shipped * FASTER < slow, shipped + " ns a packet, without it " + slow);
    }

    @ParameterizedTest
    @ValueSource(strings = {"headless", "tray"})
    void theClassesThatTheyNameAreThere(String kind) throws ClassNotFoundException {
        int named = 0;
        for (String flag : Launch.flags(kind)) {
            String[] words = flag.split(",|::");
            if (words[0].endsWith("=CompileThresholdScaling") && !words[1].endsWith(".*")) {
                named++;
                // A star at the end of a name stands for the rest of it.
                Class.forName(words[1].replace("AES*", "AESGCM").replace("*", ""));
            }
        }
        assertTrue(named > 0, () -> "none in " + Launch.flags(kind));
    }

    private static long encrypting(List<String> flags) {
        List<String> words = new ArrayList<>(flags);
        words.add(0, Path.of(System.getProperty("java.home"), "bin/java").toString());
        words.addAll(List.of("-cp", System.getProperty("java.class.path")));
        words.add(Packets.class.getName());
        return Long.parseLong(Tools.run(words).strip());
    }

    /** Encrypts packets as a session does, and prints what one of the later ones cost. */
    static final class Packets {

        private static final int PACKET = 32 * 1024;
        private static final int MANY = 600;

        private Packets() {}

        public static void main(String[] arguments) throws Exception {
            encrypt(0, 2 * MANY);
            long before = processorTime();
            encrypt(2 * MANY, MANY);
            System.out.println((processorTime() - before) / MANY);
        }

        private static void encrypt(int from, int packets) throws Exception {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            SecretKeySpec key = new SecretKeySpec(new byte[16], "AES");
            byte[] packet = new byte[PACKET + 16];
            for (int i = from; i < from + packets; i++) {
                byte[] nonce = ByteBuffer.allocate(12).putInt(i).array();
                cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
                cipher.doFinal(packet, 0, PACKET, packet, 0);
            }
        }

        private static long processorTime() {
            return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }
    }
}
