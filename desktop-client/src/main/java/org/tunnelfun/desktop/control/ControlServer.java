package org.tunnelfun.desktop.control;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.engine.TunnelControl;

/** Listens on the control socket; only this socket's owner, and root, may speak to it. */
public final class ControlServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

    /** The tray app, some terminals; more is a loop gone wrong. */
    private static final int MOST_CLIENTS = 16;

    /** Clients have little to do; 200 of them should not cost a gigabyte. */
    private static final int STACK = 128 * 1024;

    private final TunnelControl control;
    private final Optional<Runnable> show;
    private final Optional<Questions> questions;
    private final Path socket;
    private final ServerSocketChannel listener;
    private final Set<ControlSession> sessions = ConcurrentHashMap.newKeySet();

    /**
     * Listens at once. The folder must be the owner's alone: a socket file cannot be made with its
     * final mode.
     *
     * @throws IOException if nobody can listen there
     */
    public ControlServer(TunnelControl control, Path socket) throws IOException {
        this(control, socket, Optional.empty(), Optional.empty());
    }

    /**
     * The same for an instance with a window, or for one that asks whoever follows it.
     *
     * @param show brings the window to the front; must not block
     * @param questions what it asks
     */
    public ControlServer(
            TunnelControl control,
            Path socket,
            Optional<Runnable> show,
            Optional<Questions> questions)
            throws IOException {
        this.control = control;
        this.show = show;
        this.questions = questions;
        this.socket = socket;
        Files.deleteIfExists(socket);
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listener.bind(UnixDomainSocketAddress.of(socket));
            if (socket.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            }
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
        start(this::accept, "control");
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                welcome(listener.accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.warn("control socket: {}", e.toString());
                close();
            } catch (RuntimeException e) {
                // One odd client must not be the last one.
                LOG.warn("control socket: a client was turned away", e);
            }
        }
    }

    private void welcome(SocketChannel channel) throws IOException {
        if (!Peer.mayControl(channel)) {
            LOG.warn("control socket: a stranger was turned away");
            channel.close();
            return;
        }
        ControlSession session = new ControlSession(channel, control, show, questions);
        if (sessions.size() >= MOST_CLIENTS) {
            start(() -> session.refuse("too many clients at once"), "control-refusal");
            return;
        }
        sessions.add(session);
        start(
                () -> {
                    try {
                        session.run();
                    } finally {
                        sessions.remove(session);
                    }
                },
                "control-client");
    }

    static JsonObject answer() {
        JsonObject json = new JsonObject();
        json.addProperty("version", Request.VERSION);
        return json;
    }

    private static void start(Runnable work, String name) {
        Thread thread = new Thread(null, work, name, STACK);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            LOG.debug("control socket: {}", e.toString());
        }
        sessions.forEach(ControlSession::close);
    }
}
