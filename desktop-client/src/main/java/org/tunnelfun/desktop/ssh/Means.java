package org.tunnelfun.desktop.ssh;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.tunnelfun.desktop.config.HostPort;
import org.tunnelfun.desktop.engine.HostKeyPrompt;
import org.tunnelfun.desktop.engine.SecretPrompt;

/** What all attempts of a program share. */
final class Means {

    final HostKeyPrompt hostKeys;
    final SecretPrompt secrets;
    final Passphrases passphrases;
    final ExecutorService threads = Threads.pool("worker");
    final ScheduledExecutorService clock = Threads.clock();

    /** Which of a server's addresses answered last, by the server's first address. */
    final Map<HostPort, HostPort> winners = new ConcurrentHashMap<>();

    final ChosenPorts chosenPorts;

    Means(HostKeyPrompt hostKeys, SecretPrompt secrets, ChosenPorts chosenPorts) {
        this.chosenPorts = chosenPorts;
        this.hostKeys = hostKeys;
        this.secrets = secrets;
        this.passphrases = new Passphrases(secrets);
    }

    Future<?> after(Duration delay, Runnable task) {
        return clock.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
}
