package org.tunnelfun.desktop.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.config.ConfigException;
import org.tunnelfun.desktop.config.ConfigFile;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.TunnelStatus;

/** {@code tunnelfun run}: keeps tunnels alive in the foreground until it is told to stop. */
public final class Headless {

    private static final Logger LOG = LoggerFactory.getLogger(Headless.class);

    /** Where tunnels come from. */
    public interface Source {
        /** Reads them anew. */
        List<TunnelConfig> tunnels() throws ConfigException;

        /** The file that they stand in, if there is one to watch. */
        default Optional<Path> file() {
            return Optional.empty();
        }
    }

    private final Service service;
    private final Source source;
    private final CompletableFuture<Optional<Failure>> end = new CompletableFuture<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private List<TunnelConfig> applied = List.of();
    private String lastProblem = "";

    /**
     * Ready to run.
     *
     * @param service without tunnels; closed at the end of {@link #run}
     */
    public Headless(Service service, Source source) {
        this.service = service;
        this.source = source;
    }

    /** The tunnels of a config file that this device is meant for. */
    public static Source fromFile(Path file, Optional<String> name) {
        return new Source() {
            @Override
            public List<TunnelConfig> tunnels() throws ConfigException {
                List<TunnelConfig> all = new ConfigFile(file).read().tunnels();
                try {
                    return Selection.of(all, name, HostName.own());
                } catch (ConfigException e) {
                    throw new ConfigException(file + ": " + e.getMessage(), e);
                }
            }

            @Override
            public Optional<Path> file() {
                return Optional.of(file);
            }
        };
    }

    /**
     * Runs until SIGTERM, SIGINT or {@code once} ends it.
     *
     * @param first the tunnels as they were read already
     * @param once whether the first failure is the end
     * @return that failure; empty after a signal, when the program ends anyway
     */
    public Optional<Failure> run(List<TunnelConfig> first, boolean once) {
        Thread hook = new Thread(this::stopBySignal, "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        if (once) {
            service.tunnels().listen(this::endAtFailure);
        }
        apply(first);
        Optional<FileWatch> watch = source.file().map(this::watch);
        try {
            Signals.onHangup(this::reload);
            return end.join();
        } finally {
            watch.ifPresent(FileWatch::close);
            service.close();
            stopped.countDown();
            removeHook(hook);
        }
    }

    private FileWatch watch(Path file) {
        return new FileWatch(service.time(), () -> Set.of(file), changed -> reload());
    }

    private synchronized void apply(List<TunnelConfig> tunnels) {
        applied = tunnels;
        service.tunnels().apply(tunnels);
    }

    private synchronized void reload() {
        try {
            List<TunnelConfig> now = source.tunnels();
            lastProblem = "";
            if (!now.equals(applied)) {
                LOG.info("config read again: {}", names(now));
                apply(now);
            }
        } catch (ConfigException e) {
            if (!e.getMessage().equals(lastProblem)) {
                lastProblem = e.getMessage();
                LOG.warn("the config is wrong and the old one stays in force:\n{}", lastProblem);
            }
        }
    }

    private static String names(List<TunnelConfig> tunnels) {
        return String.join(", ", tunnels.stream().map(TunnelConfig::name).toList());
    }

    private void endAtFailure(List<TunnelStatus> statuses) {
        statuses.stream()
                .flatMap(s -> s.failure().stream())
                .findFirst()
                .ifPresent(f -> end.complete(Optional.of(f)));
    }

    /**
     * On SIGTERM and SIGINT Java runs the hooks and exits with 143 or 130 whatever they did; a stop
     * that was asked for is no failure, so this one halts with 0 once all is closed.
     */
    private void stopBySignal() {
        end.complete(Optional.empty());
        try {
            if (!stopped.await(1_900, TimeUnit.MILLISECONDS)) {
                LOG.warn("not everything could be closed in time");
            }
        } catch (InterruptedException e) {
            LOG.debug("hurried while stopping");
        }
        Runtime.getRuntime().halt(0);
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.trace("the hook is running already", e);
        }
    }
}
