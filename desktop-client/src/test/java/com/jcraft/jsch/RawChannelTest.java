package com.jcraft.jsch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What {@link RawChannel}, {@link RawChannels} and {@link SessionDoor} rely on in JSch. A new
 * version that fails here needs a look at both before it is taken.
 */
@Timeout(30)
class RawChannelTest {

    private final List<String> seen = new ArrayList<>();
    private Session session;
    private RawChannel channel;

    @BeforeEach
    void channelThatAServerOpened() throws Exception {
        session = new JSch().getSession("anna", "127.0.0.1");
        channel = new RawChannel(new SessionDoor(session), 7, 100_000, Integer.MAX_VALUE);
        channel.receive(receiver());
    }

    @Test
    void aServerCannotMakeUsAllocateWhatItLikes() {
        assertTrue(channel.payload().length < 2 * RawChannel.PACKET);
    }

    @Test
    void roomIsMadeForWholePacketsOnceASmallOneWasFull() throws Exception {
        Packet.setRandom(new com.jcraft.jsch.jce.Random());
        RawChannel raw = channel;
        int small = raw.awaitWindow();
        assertTrue(small < RawChannel.PACKET);
        raw.sendData(small - 1);
        assertEquals(small, raw.awaitWindow());
        raw.sendData(small);
        assertEquals(RawChannel.PACKET, raw.awaitWindow());
        assertTrue(raw.payload().length >= RawChannel.PAYLOAD + RawChannel.PACKET);
    }

    @Test
    void jschHandsOverWhatArrivesAndTheEndOfData() throws Exception {
        Channel toJsch = channel;
        toJsch.write("a packet: data".getBytes(), 10, 4);
        toJsch.eof_remote();
        assertEquals(List.of("data", "end of data"), seen);
        assertThrows(IndexOutOfBoundsException.class, () -> toJsch.write(new byte[9], 5, 5));
    }

    @Test
    void jschTellsOfACloseAlsoIfItCameBeforeAnybodyListened() {
        channel.disconnect();
        assertEquals(List.of("closed"), seen);
        channel.receive(receiver());
        assertEquals(List.of("closed", "closed"), seen);
    }

    @Test
    void jschNeverCreditsTheServerItself() {
        for (int i = 0; i < 1000; i++) {
            channel.setLocalWindowSize(channel.lwsize - 256 * 1024);
            assertTrue(channel.lwsize >= channel.lwsize_max / 2);
        }
    }

    @Test
    void aVisitorIsHandedToWhoeverListensToThePort() throws Exception {
        TunnelSession tunnel = tunnel();
        RawChannels channels = new RawChannels(new SessionDoor(tunnel));
        channels.listen("localhost", 2001, raw -> seen.add("of 2001"));
        channels.listen("localhost", 2002, raw -> seen.add("of 2002"));
        assertTrue(channels.opened(open("forwarded-tcpip", "localhost", 2002)));
        assertTrue(channels.opened(open("forwarded-tcpip", "127.0.0.1", 2001)), "any address");
        assertEquals(List.of("of 2002", "of 2001"), seen);
        // These are left to JSch, which refuses them.
        assertFalse(channels.opened(open("forwarded-tcpip", "localhost", 2003)));
        assertFalse(channels.opened(open("x11", "localhost", 2001)));
        channels.unlisten("localhost", 2001);
        channels.unlisten("localhost", 2009);
        assertFalse(channels.opened(open("forwarded-tcpip", "localhost", 2001)));
        assertEquals(2, seen.size());
    }

    @Test
    void whatJschIsLeftWithIsReadFromItsBeginning() throws Exception {
        Buffer packet = open("session", "localhost", 2001);
        assertFalse(new RawChannels(new SessionDoor(session)).opened(packet));
        packet.getInt();
        packet.getShort();
        assertEquals("session", new String(packet.getString()));
    }

    @Test
    void aMalformedOpenEndsTheSessionAndNothingElse() throws Exception {
        RawChannels channels = new RawChannels(new SessionDoor(session));
        channels.listen("localhost", 2001, raw -> seen.add("visitor"));
        Buffer packet = open("forwarded-tcpip", "localhost", 2001);
        packet.buffer = Arrays.copyOf(packet.buffer, 40);
        assertThrows(IOException.class, () -> channels.opened(packet));
        assertEquals(List.of(), seen);
    }

    @Test
    void aWaitForTheServersWindowEndsWithCreditOrWithTheChannel() throws Exception {
        RawChannel raw = new RawChannel(new SessionDoor(session), 7, 0, 1 << 15);
        AtomicInteger allowed = new AtomicInteger(-1);
        Thread waiting = new Thread(() -> allowed.set(window(raw)));
        waiting.start();
        while (waiting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        raw.addRemoteWindowSize(5);
        waiting.join();
        assertEquals(5, allowed.get());
        raw.gone();
        assertEquals(0, raw.awaitWindow());
    }

    @Test
    void theDoorOfASessionKnowsItsLockAndItsKeyExchange() throws Exception {
        SessionDoor door = new SessionDoor(session);
        Packet packet = new Packet(new Buffer(100));
        packet.reset();
        packet.buffer.putByte((byte) 2);
        // Not connected: encoded and dropped, without an exception and without a wait.
        Packet.setRandom(new com.jcraft.jsch.jce.Random());
        door.send(packet);
        assertFalse(session.isConnected());
    }

    private static int window(RawChannel raw) {
        try {
            return raw.awaitWindow();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A session that takes channels. */
    private static TunnelSession tunnel() throws Exception {
        TunnelSession tunnel = new TunnelSession(new JSch(), "anna", "127.0.0.1", 22, why -> {});
        var connected = Session.class.getDeclaredField("isConnected");
        connected.setAccessible(true);
        connected.set(tunnel, true);
        return tunnel;
    }

    /** As RFC 4254 §7.2 has it. */
    private static Buffer open(String type, String address, int port) {
        Packet packet = new Packet(new Buffer(200));
        packet.reset();
        packet.buffer.putByte((byte) Session.SSH_MSG_CHANNEL_OPEN);
        packet.buffer.putString(type.getBytes());
        packet.buffer.putInt(7);
        packet.buffer.putInt(100_000);
        packet.buffer.putInt(32_768);
        packet.buffer.putString(address.getBytes());
        packet.buffer.putInt(port);
        packet.buffer.putString("127.0.0.1".getBytes());
        packet.buffer.putInt(40_000);
        return packet.buffer;
    }

    private RawChannel.Receiver receiver() {
        return new RawChannel.Receiver() {
            @Override
            public void data(byte[] bytes, int from, int length) {
                seen.add(new String(bytes, from, length));
            }

            @Override
            public void endOfData() {
                seen.add("end of data");
            }

            @Override
            public void closed() {
                seen.add("closed");
            }
        };
    }
}
