package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.SocketFactory;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** Hands JSch the connection that stands already. */
record Connected(Wire wire) implements SocketFactory {

    @Override
    public Socket createSocket(String host, int port) {
        return new NoSocket(wire);
    }

    @Override
    public InputStream getInputStream(Socket socket) {
        return wire.in();
    }

    @Override
    public OutputStream getOutputStream(Socket socket) {
        return wire.out();
    }

    /** What JSch may do to its socket; the real one belongs to the wire. Takes no descriptor. */
    private static final class NoSocket extends Socket {
        private final Wire wire;

        NoSocket(Wire wire) {
            this.wire = wire;
        }

        @Override
        public void setTcpNoDelay(boolean on) {
            // The wire's socket has it already.
        }

        @Override
        public void close() {
            wire.close();
        }
    }
}
