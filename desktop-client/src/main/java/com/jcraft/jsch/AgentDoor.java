package com.jcraft.jsch;

/** What an {@link AgentConnector} outside of JSch's package needs of a {@link Buffer}. */
public final class AgentDoor {

    private AgentDoor() {}

    /** The whole request, its length first. */
    public static byte[] request(Buffer buffer) {
        byte[] request = new byte[buffer.getLength()];
        System.arraycopy(buffer.buffer, buffer.s, request, 0, request.length);
        return request;
    }

    /** Puts the answer, without its length, in the request's place. */
    public static void answer(Buffer buffer, byte[] answer) {
        buffer.reset();
        buffer.checkFreeSize(answer.length);
        buffer.putByte(answer);
    }
}
