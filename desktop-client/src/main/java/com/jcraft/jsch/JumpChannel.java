package com.jcraft.jsch;

import java.io.IOException;

/**
 * A way on from a jump host, whose window opens as far as somebody has read what came.
 *
 * <p>JSch opens it when it has handed the data over. Behind a reader that is held up, either too
 * much would gather, or the session's reading thread would have to wait: and the reader may wait
 * for just that thread, which brings the credit for what it writes.
 */
public final class JumpChannel extends ChannelDirectTCPIP {

    private final SessionDoor door;

    JumpChannel(SessionDoor door) {
        this.door = door;
    }

    /** For JSch, which counts what arrived; so do we. */
    @Override
    void setLocalWindowSize(int bytes) {
        // It would run out at last.
    }

    /** Lets the jump host send more. */
    public void credit(int bytes) throws IOException {
        Packet packet = new Packet(new Buffer(RawChannel.MARGIN));
        packet.reset();
        packet.buffer.putByte((byte) Channel.SSH_MSG_CHANNEL_WINDOW_ADJUST);
        packet.buffer.putInt(getRecipient());
        packet.buffer.putInt(bytes);
        door.send(packet);
    }
}
