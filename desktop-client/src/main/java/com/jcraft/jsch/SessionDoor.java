package com.jcraft.jsch;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * What a session keeps to itself: sends packets, never between the two ends of a key exchange, and
 * adds channels that JSch did not make.
 *
 * <p>{@code Session.write} looks whether a key exchange is under way, and takes the lock after: a
 * thread that is held up in between sends with the wrong keys. Here both happen under the lock,
 * under which JSch also sends its part of the key exchange.
 */
final class SessionDoor {

    private static final long KEX_POLL_NANOS = 2_000_000;

    private static final VarHandle LOCK;
    private static final VarHandle IN_KEX;
    private static final MethodHandle WRITE;
    private static final MethodHandle ADD;

    static {
        try {
            var session = MethodHandles.privateLookupIn(Session.class, MethodHandles.lookup());
            LOCK = session.findVarHandle(Session.class, "lock", Object.class);
            IN_KEX = session.findVarHandle(Session.class, "in_kex", boolean.class);
            var write = MethodType.methodType(void.class, Packet.class);
            WRITE = session.findVirtual(Session.class, "_write", write);
            var add = MethodType.methodType(Channel.class, Channel.class);
            ADD = session.findVirtual(Session.class, "addChannel", add);
        } catch (ReflectiveOperationException otherVersion) {
            throw new ExceptionInInitializerError(otherVersion);
        }
    }

    private final Session session;
    private final Object lock;

    SessionDoor(Session session) {
        this.session = session;
        lock = LOCK.get(session);
    }

    void send(Packet packet) throws IOException {
        while (!sent(packet)) {
            if (!session.isConnected()) {
                throw new IOException("the session ended");
            }
            LockSupport.parkNanos(this, KEX_POLL_NANOS);
        }
    }

    private boolean sent(Packet packet) throws IOException {
        synchronized (lock) {
            if ((boolean) IN_KEX.getVolatile(session)) {
                return false;
            }
            try {
                WRITE.invokeExact(session, packet);
                return true;
            } catch (Throwable failed) {
                throw rethrown(failed);
            }
        }
    }

    /**
     * Lets the session's reading thread find a channel.
     *
     * @return false: the session ends
     */
    boolean add(Channel channel) throws IOException {
        try {
            return (Channel) ADD.invokeExact(session, channel) != null;
        } catch (Throwable failed) {
            throw rethrown(failed);
        }
    }

    /** The session's reading thread finds it no more. */
    void remove(Channel channel) {
        session.delChannel(channel);
    }

    private static IOException rethrown(Throwable failed) {
        if (failed instanceof Error error) {
            throw error;
        }
        return failed instanceof IOException io ? io : new IOException(failed);
    }
}
