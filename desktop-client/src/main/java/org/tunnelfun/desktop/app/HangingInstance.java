package org.tunnelfun.desktop.app;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.control.ControlClient;
import org.tunnelfun.desktop.engine.Proof;
import org.tunnelfun.desktop.engine.TunnelState;
import org.tunnelfun.desktop.engine.TunnelStatus;

/**
 * An older instance that holds the lock and answers nobody. It is not ended for that: only when a
 * tunnel of ours is up and proven, which shows that it no longer serves, and only if it still is
 * the process that took the lock and still is silent.
 */
public final class HangingInstance {

    private static final Logger LOG = LoggerFactory.getLogger(HangingInstance.class);

    /** A busy machine answers late; one that swaps, too. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final InstanceInfo info;

    private HangingInstance(InstanceInfo info) {
        this.info = info;
    }

    /** Asks the holder of the lock; it, if it accepts and then stays silent for 15 s. */
    public static Optional<HangingInstance> of(Instance instance) {
        Optional<InstanceInfo> info = InstanceInfo.read(instance.info());
        return info.filter(i -> i.process().isPresent() && silent(i)).map(HangingInstance::new);
    }

    private static boolean silent(InstanceInfo info) {
        try {
            ControlClient.statuses(info.socket(), SILENCE);
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            // It is starting, stopping or of another version: alive, in any case.
            return false;
        }
    }

    /** Waits for a proven tunnel of the new service, which then takes its place. */
    public void replaceBy(Service service, AppPaths paths) {
        LOG.warn(
                "pid {} holds the lock of {} and has not answered for {} s; it is replaced once a"
                        + " tunnel is proven here",
                info.pid(),
                service.instance().what(),
                SILENCE.toSeconds());
        AtomicBoolean begun = new AtomicBoolean();
        service.tunnels()
                .listen(
                        statuses -> {
                            if (proven(statuses) && begun.compareAndSet(false, true)) {
                                Thread end = new Thread(() -> replace(service, paths), "replace");
                                end.setDaemon(true);
                                end.start();
                            }
                        });
    }

    private static boolean proven(List<TunnelStatus> statuses) {
        return statuses.stream()
                .anyMatch(s -> s.state() == TunnelState.UP && s.proof() == Proof.PROVEN);
    }

    private void replace(Service service, AppPaths paths) {
        try {
            Optional<ProcessHandle> old = info.process();
            if (old.isPresent()) {
                if (!silent(info)) {
                    LOG.warn("pid {} answers again and is left alone", info.pid());
                    return;
                }
                LOG.warn("pid {} is ended: silent, and its tunnel is proven here", info.pid());
                old.get().destroyForcibly();
                old.get().onExit().get(10, TimeUnit.SECONDS);
            }
            Optional<SingleInstance> lock = SingleInstance.acquire(service.instance());
            if (lock.isPresent()) {
                service.own(paths, lock.get());
            } else {
                LOG.warn("another process took the lock of {}", service.instance().what());
            }
        } catch (IOException | ExecutionException | TimeoutException e) {
            LOG.warn("the lock could not be taken: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
