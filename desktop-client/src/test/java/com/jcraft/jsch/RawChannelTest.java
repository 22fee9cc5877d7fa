package com.jcraft.jsch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What {@link RawChannel} and {@link SessionDoor} rely on in JSch. A new version that fails here
 * needs a look at both before it is taken.
 */
@Timeout(30)
class RawChannelTest {

    private final List<String> seen = new ArrayList<>();
    private ChannelForwardedTCPIP channel;

    @BeforeEach
    void channelThatAServerOpened() throws Exception {
        channel = new ChannelForwardedTCPIP();
        channel.setSession(new JSch().getSession("anna", "127.0.0.1"));
        channel.setRecipient(7);
        channel.setRemoteWindowSize(100_000);
        channel.setRemotePacketSize(Integer.MAX_VALUE);
    }

    @Test
    void theWindowAndThePacketSizeAreWhatTheConfirmationWillSay() throws Exception {
        RawChannel raw = raw();
        raw.announce(4 << 20);
        assertEquals(4 << 20, channel.lwsize);
        assertEquals(RawChannel.PACKET, channel.lmpsize);
    }

    @Test
    void aServerCannotMakeJschAllocateWhatItLikes() throws Exception {
        RawChannel raw = raw();
        assertTrue(channel.rmpsize < 1024);
        assertTrue(raw.payload().length < 2 * RawChannel.PACKET);
    }

    @Test
    void roomIsMadeForWholePacketsOnceASmallOneWasFull() throws Exception {
        Packet.setRandom(new com.jcraft.jsch.jce.Random());
        RawChannel raw = raw();
        int small = raw.awaitWindow();
        assertTrue(small < RawChannel.PACKET);
        raw.sendData(small - 1);
        assertEquals(small, raw.awaitWindow());
        raw.sendData(small);
        assertEquals(RawChannel.PACKET, raw.awaitWindow());
        assertTrue(raw.payload().length >= RawChannel.PAYLOAD + RawChannel.PACKET);
    }

    @Test
    void jschHandsDataAndTheEndOfDataToOurStream() throws Exception {
        raw();
        channel.write("data".getBytes(), 0, 4);
        channel.eof_remote();
        assertEquals(List.of("data", "end of data"), seen);
    }

    @Test
    void jschTellsOfACloseBySilentlyClosingOurStreams() throws Exception {
        raw();
        assertTrue(channel.connected, "else disconnect would do nothing");
        channel.disconnect();
        assertEquals(List.of("closed", "end of data"), seen);
    }

    @Test
    void jschHasNothingOfItsOwnToSay() throws Exception {
        raw();
        // Both return at once if it was said already, which spares the reading thread the socket.
        assertTrue(channel.close);
        assertTrue(channel.eof_local);
        channel.close();
        channel.eof();
    }

    @Test
    void jschsOwnCountOfTheWindowNeverRunsLow() throws Exception {
        RawChannel raw = raw();
        raw.announce(1 << 20);
        for (int i = 0; i < 1000; i++) {
            raw.received();
            channel.setLocalWindowSize(channel.lwsize - 256 * 1024);
            assertTrue(channel.lwsize >= channel.lwsize_max / 2);
        }
    }

    @Test
    void aWaitForTheServersWindowEndsWithCreditOrWithTheChannel() throws Exception {
        RawChannel raw = raw();
        channel.setRemoteWindowSize(0);
        AtomicInteger allowed = new AtomicInteger(-1);
        Thread waiting = new Thread(() -> allowed.set(window(raw)));
        waiting.start();
        while (waiting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        channel.addRemoteWindowSize(5);
        waiting.join();
        assertEquals(5, allowed.get());
        raw.gone();
        assertEquals(0, raw.awaitWindow());
    }

    @Test
    void theDoorOfASessionKnowsItsLockAndItsKeyExchange() throws Exception {
        SessionDoor door = new SessionDoor(channel.getSession());
        Packet packet = new Packet(new Buffer(100));
        packet.reset();
        packet.buffer.putByte((byte) 2);
        // Not connected: encoded and dropped, without an exception and without a wait.
        Packet.setRandom(new com.jcraft.jsch.jce.Random());
        door.send(packet);
        assertFalse(channel.getSession().isConnected());
    }

    private static int window(RawChannel raw) {
        try {
            return raw.awaitWindow();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private RawChannel raw() throws JSchException {
        OutputStream fromServer =
                new ByteArrayOutputStream() {
                    @Override
                    public void flush() {
                        seen.add(toString());
                    }

                    @Override
                    public void close() {
                        seen.add("end of data");
                    }
                };
        InputStream pump =
                new ByteArrayInputStream(new byte[0]) {
                    @Override
                    public void close() {
                        seen.add("closed");
                    }
                };
        return new RawChannel(channel, fromServer, pump);
    }
}
