package org.tunnelfun.reaper.proc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketLineTest {
    private static final String REST =
            " 00000005:00000002 01:00000014 00000003  1000        0 12345 1 0000000000000000 100 0";

    @ParameterizedTest
    @CsvSource({
        "0100007F:07D0, 127.0.0.1, 2000, 127.0.0.1",
        "00000000:07D0, 0.0.0.0, 2000, 127.0.0.1",
        "0A00A8C0:07D0, 192.168.0.10, 2000, 192.168.0.10",
        "00000000000000000000000001000000:07D0, ::1, 2000, ::1",
        "00000000000000000000000000000000:FFFF, ::, 65535, ::1",
        "B80D0120000000000000000001000000:0016, 2001:db8::1, 22, 2001:db8::1",
        "0000000000000000FFFF00000100007F:07D0, 127.0.0.1, 2000, 127.0.0.1",
    })
    void addressesOfBothFamiliesAreRead(String hex, String address, int port, String visitors)
            throws UnknownHostException {
        String line = "  12: " + hex + " 00000000:0000 0A" + REST;
        TcpSocket socket = SocketLine.parse(line).orElseThrow();
        assertEquals(new InetSocketAddress(InetAddress.getByName(address), port), socket.local());
        assertEquals(InetAddress.getByName(visitors), socket.visitorsAddress().getAddress());
        assertTrue(socket.listens());
        assertEquals(5, socket.unacked());
        assertEquals(2, socket.waiting());
        assertEquals(3, socket.retransmits());
        assertEquals(1000, socket.uid());
        assertEquals(12345, socket.inode());
    }

    @Test
    void aClosedWindowThatIsAskedAgainCountsAsSentAgain() {
        String line =
                "1: 0100007F:07D0 0100007F:1234 01 00000005:00000000 04:00000014 00000000 0 7 99 1";
        assertEquals(7, SocketLine.parse(line).orElseThrow().retransmits());
    }

    @Test
    void theLargestUidIsRead() {
        String line = "1: 0100007F:07D0 00000000:0000 0A 0:0 00:0 0 4294967294 0 99 1";
        assertEquals(-2, SocketLine.parse(line).orElseThrow().uid());
    }

    @Test
    void noGarbageMakesASocketOrAnException() {
        Random random = new Random(4711);
        String good = "  12: 0100007F:07D0 00000000:0000 0A" + REST;
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = good.getBytes(StandardCharsets.ISO_8859_1);
            for (int change = random.nextInt(8); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            int cut = random.nextInt(10) == 0 ? random.nextInt(bytes.length) : bytes.length;
            String line = new String(bytes, 0, cut, StandardCharsets.ISO_8859_1);
            Optional<TcpSocket> socket = SocketLine.parse(line);
            socket.ifPresent(s -> assertTrue(s.local().getPort() >= 0 && s.stateName() != null));
        }
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "''",
                "'  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt'",
                "'1: 0100007F:07D0'",
                "'1: 0100007F07D0 00000000:0000 0A 0:0 0:0 0 0 0 1'",
                "'1: 0100007F:107D0 00000000:0000 0A 0:0 0:0 0 0 0 1'",
                "'1: 01007F:07D0 00000000:0000 0A 0:0 0:0 0 0 0 1'",
                "'1: 0100007F:07D0 00000000:0000 ZZ 0:0 0:0 0 0 0 1'"
            })
    void whatIsNoLineOfATableIsEmpty(String line) {
        assertEquals(Optional.empty(), SocketLine.parse(line));
    }
}
