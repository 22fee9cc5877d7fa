package org.tunnelfun.desktop.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.control.ControlServer;
import org.tunnelfun.desktop.control.Questions;
import org.tunnelfun.desktop.engine.HostKeyPrompt;
import org.tunnelfun.desktop.engine.Journal;
import org.tunnelfun.desktop.engine.SecretPrompt;
import org.tunnelfun.desktop.engine.Time;
import org.tunnelfun.desktop.engine.Tunnels;
import org.tunnelfun.desktop.logging.StatusLog;
import org.tunnelfun.desktop.network.NetworkWatch;
import org.tunnelfun.desktop.ssh.JschSsh;

/**
 * Everything that keeps tunnels alive in this process, with or without a screen: the engine, its
 * eyes on the network, the lock, the control socket and the log. Closed in reverse.
 */
public final class Service implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Service.class);
    private static final Logger STATUS = LoggerFactory.getLogger("org.tunnelfun.tunnel");

    private final Instance instance;
    private final Time time = Time.system();
    private final Tunnels tunnels;
    private final NetworkWatch network;
    private volatile SingleInstance lock;
    private volatile ControlServer control;

    private final Optional<Questions> questions;

    /** Without a screen: whoever follows over the control socket is asked. */
    private Service(Instance instance, Questions questions) {
        this(instance, questions, questions, Optional.of(questions));
    }

    private Service(
            Instance instance,
            HostKeyPrompt prompt,
            SecretPrompt secrets,
            Optional<Questions> questions) {
        this.instance = instance;
        this.questions = questions;
        Journal journal =
                new Journal(instance.state(), HostName.own(), UUID.randomUUID().toString());
        tunnels =
                new Tunnels(
                        new JschSsh(prompt, secrets, instance.state()),
                        time,
                        new Random(),
                        journal);
        StatusLog log = new StatusLog(time::wall, STATUS::info);
        // Taken away by nobody: it ends with the tunnels that it listens to.
        tunnels.listen(log);
        network = new NetworkWatch(time, this::changed);
    }

    /**
     * Takes the instance's lock and starts, without tunnels and without a screen.
     *
     * @return empty if another process runs this instance
     * @throws IOException if the state folder cannot be made or is not ours to write to
     */
    public static Optional<Service> start(AppPaths paths, Instance instance) throws IOException {
        return start(paths, instance, () -> new Service(instance, new Questions()));
    }

    /**
     * The same with a screen.
     *
     * @param prompt asked about unknown host keys
     * @param secrets asked for passphrases and one-time codes
     */
    static Optional<Service> start(
            AppPaths paths, Instance instance, HostKeyPrompt prompt, SecretPrompt secrets)
            throws IOException {
        return start(
                paths, instance, () -> new Service(instance, prompt, secrets, Optional.empty()));
    }

    private static Optional<Service> start(
            AppPaths paths, Instance instance, Supplier<Service> made) throws IOException {
        Optional<SingleInstance> lock;
        try {
            lock = SingleInstance.acquire(instance);
        } catch (IOException e) {
            if (!readOnly(instance.state())) {
                throw e;
            }
            // A card that wore out is mounted so: whoever is to copy it comes through a tunnel.
            LOG.warn(
                    "{} is read-only: no status, no commands, nothing that keeps a second one away",
                    instance.state());
            return Optional.of(made.get());
        }
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        Service service = made.get();
        try {
            service.own(paths, lock.get());
        } catch (IOException e) {
            // Tunnels matter more: who is to make room on a full disk comes through one of them.
            LOG.warn("no status and no commands for {}: {}", instance.what(), e.toString());
        }
        return Optional.of(service);
    }

    private static boolean readOnly(Path folder) {
        Path there = folder.toAbsolutePath();
        while (Files.notExists(there)) {
            there = there.getParent();
        }
        try {
            return Files.getFileStore(there).isReadOnly();
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Starts without the lock and without a screen, because the lock's holder hangs; {@link #own}
     * follows once that one is gone.
     */
    public static Service besideHangingOne(Instance instance) {
        return new Service(instance, new Questions());
    }

    /** Listens for commands, as the one holder of the lock. */
    void own(AppPaths paths, SingleInstance taken) throws IOException {
        lock = taken;
        Path socket = SocketPlace.of(paths, instance);
        control = new ControlServer(tunnels, socket, Optional.empty(), questions);
        lock.publish(socket);
        LOG.debug("control socket {}", socket);
    }

    /** Which instance this is. */
    Instance instance() {
        return instance;
    }

    public Tunnels tunnels() {
        return tunnels;
    }

    public Time time() {
        return time;
    }

    private void changed(NetworkWatch.Change change) {
        LOG.debug("network: {}", change.reason());
        tunnels.networkChanged(change.now(), change.reason());
        if (change.woke()) {
            tunnels.wake(change.reason());
        }
    }

    /** Ends every session, so that the ports are free at the servers; at most two seconds. */
    @Override
    public void close() {
        long start = System.nanoTime();
        network.close();
        tunnels.close();
        if (control != null) {
            control.close();
        }
        if (lock != null) {
            lock.close();
        }
        LOG.debug("stopped in {} ms", Duration.ofNanos(System.nanoTime() - start).toMillis());
    }
}
