package org.tunnelfun.desktop.ui;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.tunnelfun.desktop.config.Destination;
import org.tunnelfun.desktop.config.Home;
import org.tunnelfun.desktop.config.ServerConfig;

/** A server as it is typed. What has no field here stays as it was in the file. */
final class ServerDraft {

    final StringProperty host = new SimpleStringProperty("");
    final StringProperty port = new SimpleStringProperty("22");
    final StringProperty user = new SimpleStringProperty("");
    final StringProperty key = new SimpleStringProperty("");
    final StringProperty jumps = new SimpleStringProperty("");
    final StringProperty reaperPort = new SimpleStringProperty("");
    final BooleanProperty agent = new SimpleBooleanProperty(true);
    private Optional<ServerConfig> before = Optional.empty();

    /** Takes over what the file says. */
    void load(ServerConfig s) {
        before = Optional.of(s);
        host.set(s.host());
        port.set("" + s.port());
        user.set(s.user());
        key.set(s.identityFile().map(Home::shorten).orElse(""));
        jumps.set(String.join(", ", s.proxyJump().stream().map(Destination::toString).toList()));
        reaperPort.set(s.reaperPort().map(p -> "" + p).orElse(""));
        agent.set(s.useAgent());
    }

    /** Begins anew. */
    void clear() {
        before = Optional.empty();
        host.set("");
        port.set("22");
        user.set("");
        key.set("");
        jumps.set("");
        reaperPort.set("");
        agent.set(true);
    }

    /**
     * The server.
     *
     * @throws IllegalArgumentException with the config's own sentence
     */
    ServerConfig server(String name) {
        ServerConfig base = ServerConfig.of(name, host.get().strip(), port(), user.get().strip());
        ServerConfig old = before.orElse(base);
        return old.with(
                server -> {
                    server.name = name;
                    server.host = base.host();
                    server.port = base.port();
                    server.user = base.user();
                    server.identityFile = keyPath();
                    server.useAgent = agent.get();
                    server.proxyJump = destinations();
                    server.reaperPort = reaper();
                });
    }

    private int port() {
        return Numbers.port(port.get());
    }

    private Optional<Path> keyPath() {
        String text = key.get().strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(Home.expand(text));
    }

    private List<Destination> destinations() {
        return Arrays.stream(jumps.get().split(","))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(Destination::parse)
                .toList();
    }

    private Optional<Integer> reaper() {
        String text = reaperPort.get().strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(Numbers.port(text));
    }

    // Each field alone is judged beside values that are right.
    String hostProblem() {
        return Numbers.problem(() -> ServerConfig.of("x", host.get().strip(), 22, "x"));
    }

    String portProblem() {
        return Numbers.problem(() -> ServerConfig.of("x", "x", port(), "x"));
    }

    String userProblem() {
        return Numbers.problem(() -> ServerConfig.of("x", "x", 22, user.get().strip()));
    }

    String keyProblem() {
        return Numbers.problem(this::keyPath);
    }

    String jumpsProblem() {
        return Numbers.problem(this::destinations);
    }

    String reaperProblem() {
        return Numbers.problem(
                () -> reaper().map(p -> ServerConfig.of("x", "x", p, "x")).isPresent());
    }
}
