package org.tunnelfun.desktop.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.control.ControlClient;
import org.tunnelfun.desktop.control.ControlServer;
import org.tunnelfun.desktop.engine.TunnelControl;

/**
 * Sees to it that there is one window for an instance, whichever process keeps its tunnels: the
 * first start takes a lock, and a second one asks the first for its window and ends.
 */
final class WindowDoor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WindowDoor.class);

    /** A first one that was started in the same second says where it listens by then. */
    private static final int TRIES = 10;

    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final AppPaths paths;
    private final Instance instance;
    private final Optional<SingleInstance> lock;
    private ControlServer listener;

    private WindowDoor(AppPaths paths, Instance instance, Optional<SingleInstance> lock) {
        this.paths = paths;
        this.instance = instance;
        this.lock = lock;
    }

    /**
     * Comes in, unless somebody is there.
     *
     * @param quietly whether the first one's window may stay hidden
     * @return empty if another process has a window for this, which it shows now
     * @throws IOException if the state folder cannot be written
     */
    static Optional<WindowDoor> enter(AppPaths paths, Instance of, boolean quietly)
            throws IOException, InterruptedException {
        Instance window = new Instance(of.what(), of.id() + "-window", of.state());
        Optional<SingleInstance> lock = SingleInstance.acquire(window);
        if (lock.isEmpty() && (quietly || shownByFirst(window))) {
            return Optional.empty();
        }
        // Whoever has the lock and does not answer hangs: this one becomes the window.
        return Optional.of(new WindowDoor(paths, window, lock));
    }

    private static boolean shownByFirst(Instance window) throws InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            Optional<Path> socket = InstanceInfo.read(window.info()).map(InstanceInfo::socket);
            try {
                if (socket.isPresent()) {
                    ControlClient.act(socket.get(), "show", null, Duration.ofSeconds(3));
                    return true;
                }
            } catch (IOException e) {
                LOG.debug("the other instance shows no window yet: {}", e.getMessage());
            }
            // Nobody counts it down: a wait of this length.
            new CountDownLatch(1).await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
        }
        return false;
    }

    /**
     * Listens for further starts.
     *
     * @param show brings the window to the front; must not block
     */
    void listen(TunnelControl control, Runnable show) throws IOException {
        if (lock.isPresent()) {
            Path socket = SocketPlace.of(paths, instance);
            listener = new ControlServer(control, socket, Optional.of(show), Optional.empty());
            lock.get().publish(socket);
        }
    }

    @Override
    public void close() {
        if (listener != null) {
            listener.close();
        }
        lock.ifPresent(SingleInstance::close);
    }
}
