package com.jcraft.jsch;

import java.io.IOException;
import java.util.Objects;

/**
 * A channel that the server opened, with the flow control of RFC 4254 §5.2: announces a window, and
 * sends the messages of §5.1 to §5.3 when it is told to.
 *
 * <p>JSch reads what arrives and hands it over; what it has of its own for channels is overridden,
 * and it sends nothing on this one. The session's reading thread never sends on it, so it never
 * waits for a socket because of a visitor. No message follows our close message, for which OpenSSH
 * would end the whole session.
 */
public final class RawChannel extends Channel {

    /** Is told what arrives, on the session's reading thread, and so must never wait. */
    public interface Receiver {

        /** A packet's payload, 1 byte or more; valid during the call. */
        void data(byte[] bytes, int from, int length);

        /** The server has sent all. */
        void endOfData();

        /** The server closed the channel, or the session ended; may be told more than once. */
        void closed();
    }

    /** As OpenSSH; larger packets would let a bulk transfer stand in front of other visitors. */
    public static final int PACKET = 32 * 1024;

    /**
     * Where the data begins in {@link #payload}, behind length, padding length, message, recipient
     * and the data's length.
     */
    public static final int PAYLOAD = 14;

    /** For padding, a message authentication code, and a compression that makes data longer. */
    static final int MARGIN = 512;

    /** Enough for a short visit: a whole packet's room would have to be made and cleared for it. */
    private static final int SMALL = 4 * 1024;

    private static final Receiver NOBODY =
            new Receiver() {
                @Override
                public void data(byte[] bytes, int from, int length) {
                    // A server that does not wait for the confirmation: dropped.
                }

                @Override
                public void endOfData() {
                    // As well.
                }

                @Override
                public void closed() {
                    // Whoever comes is told.
                }
            };

    private final SessionDoor door;
    private final int maxPayload;
    private int room;
    private Packet data;
    private final Packet control = new Packet(new Buffer(MARGIN));

    /** Guards the order of our messages; the session's reading thread never takes it. */
    private final Object sending = new Object();

    private boolean closeSent;
    private boolean gone;
    private boolean disconnected;
    private Receiver receiver = NOBODY;

    /**
     * @param window bytes that the server takes before its first credit
     * @param most bytes that it takes at once
     */
    RawChannel(SessionDoor door, int recipient, long window, long most) {
        this.door = door;
        this.recipient = recipient;
        rwsize = window;
        // JSch credits a channel of which less than half of this is left: never.
        lwsize_max = 0;
        maxPayload = (int) Math.max(1, Math.min(PACKET, most));
        makeRoom(Math.min(SMALL, maxPayload));
    }

    /** Names who is told what arrives; at once if the channel is closed already. */
    public void receive(Receiver next) {
        boolean over;
        synchronized (this) {
            receiver = next;
            over = disconnected;
        }
        if (over) {
            next.closed();
        }
    }

    /** For JSch, which would start a thread in it. */
    @Override
    void run() {
        throw new IllegalStateException("JSch did not open this channel");
    }

    /** For JSch: data arrived. */
    @Override
    void write(byte[] bytes, int from, int length) {
        // The length is the server's word.
        Objects.checkFromIndexSize(from, length, bytes.length);
        receiver.data(bytes, from, length);
    }

    /** For JSch, which has no use for what nobody may send on such a channel. */
    @Override
    void write_ext(byte[] bytes, int from, int length) {
        // Dropped.
    }

    /** For JSch, which counts what arrived; so do we. */
    @Override
    void setLocalWindowSize(int bytes) {
        // It would run out at last.
    }

    /** For JSch: the server has sent all. */
    @Override
    void eof_remote() {
        receiver.endOfData();
    }

    /** For JSch: the server closed the channel, or the session ends. */
    @Override
    public void disconnect() {
        Receiver told;
        synchronized (this) {
            disconnected = true;
            told = receiver;
        }
        forget();
        told.closed();
    }

    /** Nothing that arrives from now on is told any more. */
    public void forget() {
        door.remove(this);
    }

    /** Nothing can be sent or received any more; ends a wait for the server's window. */
    public synchronized void gone() {
        gone = true;
        notifyAll();
    }

    /**
     * Takes the visitor in.
     *
     * @param granted bytes that the server may send before the first {@link #credit}
     */
    public void confirm(int granted) throws IOException {
        synchronized (sending) {
            begin(control, Channel.SSH_MSG_CHANNEL_OPEN_CONFIRMATION);
            control.buffer.putInt(id);
            control.buffer.putInt(granted);
            control.buffer.putInt(PACKET);
            send(control);
        }
    }

    /** Turns the visitor away, instead of {@link #confirm}. */
    public void refuse() {
        forget();
        synchronized (sending) {
            begin(control, Channel.SSH_MSG_CHANNEL_OPEN_FAILURE);
            control.buffer.putInt(Channel.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED);
            control.buffer.putString(Util.str2byte("open failed"));
            control.buffer.putString(Util.empty);
            try {
                send(control);
            } catch (IOException sessionEnded) {
                gone();
            }
            closeSent = true;
        }
    }

    private void makeRoom(int payload) {
        room = payload;
        data = new Packet(new Buffer(PAYLOAD + payload + MARGIN));
    }

    /** The array that {@link #sendData} sends from; asked for anew after {@link #awaitWindow}. */
    public byte[] payload() {
        return data.buffer.buffer;
    }

    /**
     * Waits until the server takes data.
     *
     * @return how many bytes of payload may be sent at once, 1 to {@link #PACKET}; 0: no more, ever
     */
    public synchronized int awaitWindow() throws InterruptedException {
        notifyme++;
        try {
            while (rwsize <= 0 && !gone) {
                wait();
            }
            return gone ? 0 : (int) Math.min(rwsize, room);
        } finally {
            notifyme--;
        }
    }

    /**
     * Sends what stands in {@link #payload}.
     *
     * @param length no more than {@link #awaitWindow} allowed
     */
    public void sendData(int length) throws IOException {
        synchronized (this) {
            rwsize -= length;
        }
        synchronized (sending) {
            begin(data, Session.SSH_MSG_CHANNEL_DATA);
            data.buffer.putInt(length);
            data.buffer.skip(length);
            send(data);
        }
        if (length == room && room < maxPayload) {
            makeRoom(maxPayload);
        }
    }

    /** Lets the server send more. */
    public void credit(int bytes) throws IOException {
        synchronized (sending) {
            begin(control, Channel.SSH_MSG_CHANNEL_WINDOW_ADJUST);
            control.buffer.putInt(bytes);
            send(control);
        }
    }

    /** No more data will follow from us. */
    public void sendEof() throws IOException {
        synchronized (sending) {
            begin(control, Session.SSH_MSG_CHANNEL_EOF);
            send(control);
        }
    }

    /** Our close message, once; everything after it is dropped. */
    public void sendClose() throws IOException {
        synchronized (sending) {
            begin(control, Session.SSH_MSG_CHANNEL_CLOSE);
            send(control);
            closeSent = true;
        }
    }

    private void begin(Packet packet, int message) {
        packet.reset();
        packet.buffer.putByte((byte) message);
        packet.buffer.putInt(recipient);
    }

    private void send(Packet packet) throws IOException {
        if (!closeSent) {
            door.send(packet);
        }
    }
}
