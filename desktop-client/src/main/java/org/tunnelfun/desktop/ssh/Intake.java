package org.tunnelfun.desktop.ssh;

import java.io.OutputStream;
import java.util.Objects;

/** Where JSch's reading thread delivers what the server sent to a visitor; never waits. */
final class Intake extends OutputStream {

    private final Received received;
    private final Runnable arrived;
    private final Runnable tooMuch;
    private final Runnable ended;

    /**
     * @param arrived runs after each packet
     * @param tooMuch runs instead if the packet exceeds the window
     * @param ended runs at the server's end of data
     */
    Intake(Received received, Runnable arrived, Runnable tooMuch, Runnable ended) {
        this.received = received;
        this.arrived = arrived;
        this.tooMuch = tooMuch;
        this.ended = ended;
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        // The length is the server's word.
        Objects.checkFromIndexSize(from, length, bytes.length);
        if (received.put(bytes, from, length)) {
            arrived.run();
        } else {
            tooMuch.run();
        }
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void close() {
        received.endOfData();
        ended.run();
    }
}
