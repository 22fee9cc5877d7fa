package org.tunnelfun.desktop.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.tunnelfun.desktop.control.ControlClient;
import org.tunnelfun.desktop.engine.HostKeyPrompt;
import org.tunnelfun.desktop.engine.SecretPrompt;
import org.tunnelfun.desktop.engine.TunnelControl;
import org.tunnelfun.desktop.engine.TunnelStatus;

/** The tunnels of another process, and in words who keeps them. */
final class Attachment implements AutoCloseable {

    private final Instance instance;
    private final ControlClient client;

    /**
     * Follows the process that has the instance's lock; it may have taken it just now. What that
     * one asks is asked here.
     */
    Attachment(Instance instance, Path usualSocket, HostKeyPrompt hostKeys, SecretPrompt secrets) {
        this.instance = instance;
        Optional<InstanceInfo> info = InstanceInfo.read(instance.info());
        client =
                new ControlClient(
                        info.map(InstanceInfo::socket).orElse(usualSocket), hostKeys, secrets);
    }

    TunnelControl tunnels() {
        return client;
    }

    /**
     * Tells {@code words} who keeps the tunnels, now and after each change, on any thread.
     *
     * @param words one or two sentences
     */
    void follow(Consumer<String> words) {
        client.listen(statuses -> words.accept(words(statuses)));
        words.accept(words(client.statuses()));
    }

    private String words(List<TunnelStatus> statuses) {
        Optional<Long> pid =
                InstanceInfo.read(instance.info())
                        .filter(info -> info.process().isPresent())
                        .map(InstanceInfo::pid);
        if (pid.isEmpty() && statuses.isEmpty()) {
            return "The process that kept the tunnels is gone, and nothing keeps them now. Quit and"
                    + " start Tunnelfun again to keep them here.";
        }
        return "Another process"
                + pid.map(p -> " (tunnelfun run, pid " + p + ")").orElse("")
                + " keeps the tunnels"
                + (statuses.isEmpty()
                        ? ", and nothing is heard from it."
                        : "; this window shows and steers them.");
    }

    @Override
    public void close() {
        client.close();
    }
}
