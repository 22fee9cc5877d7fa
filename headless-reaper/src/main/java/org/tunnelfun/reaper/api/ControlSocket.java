package org.tunnelfun.reaper.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The command line's way in: a Unix socket that root and its group can open. One line asks, one
 * JSON document answers.
 */
public final class ControlSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);
    private static final int MAX_LINE = 200;
    private static final int CALLERS = 8;

    /** To send a line; whoever needs longer is no command of ours. */
    private static final int ASK_SECONDS = 5;

    /** To read the answer, from the moment it stands. */
    private static final int READ_SECONDS = 20;

    private final Path path;
    private final ServerSocketChannel server;
    private final Questions questions;
    private final ThreadPoolExecutor callers =
            new ThreadPoolExecutor(
                    CALLERS, CALLERS, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(CALLERS));
    private final ScheduledExecutorService deadlines = new ScheduledThreadPoolExecutor(1);

    /**
     * Starts listening. A socket that a reaper left behind, and that nobody answers, is replaced.
     *
     * @throws IOException if the path is too long, not ours to write, or still in use
     */
    public ControlSocket(Path path, Desk desk) throws IOException {
        this.path = path;
        this.questions = new Questions(desk);
        Path folder = path.toAbsolutePath().getParent();
        if (!Files.exists(folder)) {
            Files.createDirectories(folder.getParent());
            Files.createDirectory(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwxr-x---")));
        }
        Files.deleteIfExists(path);
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
        Thread thread = new Thread(this::accept, "control-socket");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel caller = server.accept();
                try {
                    callers.execute(() -> serve(caller));
                } catch (RejectedExecutionException e) {
                    caller.close();
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.warn("control socket: {}", e.toString());
                java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
            }
        }
    }

    private void serve(SocketChannel caller) {
        try (caller) {
            ScheduledFuture<?> late = closeIn(ASK_SECONDS, caller);
            String line = line(caller);
            late.cancel(false);
            String answer = questions.answer(line);
            late = closeIn(READ_SECONDS, caller);
            Channels.newOutputStream(caller).write(answer.getBytes(StandardCharsets.UTF_8));
            late.cancel(false);
        } catch (IOException e) {
            LOG.debug("a caller of the control socket went away: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("a question failed", e);
        }
    }

    private ScheduledFuture<?> closeIn(int seconds, SocketChannel caller) {
        return deadlines.schedule(
                () -> {
                    caller.close();
                    return null;
                },
                seconds,
                TimeUnit.SECONDS);
    }

    private static String line(SocketChannel caller) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (line.size() < MAX_LINE && caller.read(one.clear()) > 0 && one.get(0) != '\n') {
            line.write(one.get(0));
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        server.close();
        callers.shutdownNow();
        deadlines.shutdownNow();
        Files.deleteIfExists(path);
    }
}
