package org.tunnelfun.desktop.ui;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.tunnelfun.desktop.config.ClientConfig;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.config.TunnelEntry;

/**
 * A tunnel and its server as they are typed. Nothing is lost and nothing is written until saved.
 */
final class TunnelDraft {

    final StringProperty name = new SimpleStringProperty("");
    final StringProperty serverName = new SimpleStringProperty("");
    final StringProperty device = new SimpleStringProperty("");
    final BooleanProperty autoConnect = new SimpleBooleanProperty(true);
    final ServerDraft server = new ServerDraft();
    final ObservableList<ForwardDraft> forwards = FXCollections.observableArrayList();
    final SettingsModel settings;
    private final ClientConfig before;
    private final Optional<String> original;

    private TunnelDraft(ClientConfig before, Optional<TunnelEntry> entry) {
        this.before = before;
        this.original = entry.map(TunnelEntry::name);
        Map<String, Object> base = new LinkedHashMap<>(before.retry());
        base.putAll(before.staleness());
        settings =
                new SettingsModel(
                        base,
                        entry.map(TunnelEntry::retry).orElse(Map.of()),
                        entry.map(TunnelEntry::staleness).orElse(Map.of()));
    }

    /** A new tunnel, to the only server there is if there is one. */
    static TunnelDraft fresh(ClientConfig config) {
        TunnelDraft draft = new TunnelDraft(config, Optional.empty());
        draft.forwards.add(new ForwardDraft());
        if (!config.servers().isEmpty()) {
            draft.choose(config.servers().keySet().iterator().next());
        }
        return draft;
    }

    /** The tunnel of this name, or a new one. */
    static TunnelDraft of(ClientConfig config, String name) {
        Optional<TunnelEntry> entry =
                config.entries().stream().filter(e -> e.name().equals(name)).findFirst();
        if (entry.isEmpty()) {
            return fresh(config);
        }
        TunnelDraft draft = new TunnelDraft(config, entry);
        TunnelEntry e = entry.get();
        draft.name.set(e.name());
        draft.device.set(e.device().orElse(""));
        draft.autoConnect.set(e.autoConnect());
        e.forwards().forEach(f -> draft.forwards.add(new ForwardDraft(f)));
        draft.choose(e.server());
        return draft;
    }

    /** The servers that can be chosen. */
    List<String> servers() {
        return List.copyOf(before.servers().keySet());
    }

    /** Takes a server of the file, or (a name that is not there) begins a new one. */
    void choose(String chosen) {
        serverName.set(chosen);
        ServerConfig known = before.servers().get(chosen);
        if (known == null) {
            server.clear();
        } else {
            server.load(known);
        }
    }

    /** What the file said when the draft was begun. */
    ClientConfig before() {
        return before;
    }

    boolean isNew() {
        return original.isEmpty();
    }

    /** How many tunnels besides this one a change of the server touches. */
    long sharing() {
        return before.entries().stream()
                .filter(e -> e.server().equals(serverName.get()))
                .filter(e -> !original.equals(Optional.of(e.name())))
                .count();
    }

    private String serverKey() {
        String typed = serverName.get().strip();
        // A first server needs no thought about its name.
        return typed.isEmpty() ? server.host.get().strip() : typed;
    }

    private TunnelEntry entry() {
        return new TunnelEntry(
                name.get().strip(),
                serverKey(),
                device.get().isBlank() ? Optional.empty() : Optional.of(device.get().strip()),
                autoConnect.get(),
                forwards.stream().map(ForwardDraft::forward).toList(),
                settings.retry(),
                settings.staleness());
    }

    /**
     * The whole config with this tunnel in its place.
     *
     * @throws IllegalArgumentException with the config's own sentence
     */
    ClientConfig config() {
        TunnelEntry entry = entry();
        Map<String, ServerConfig> servers = new LinkedHashMap<>(before.servers());
        servers.put(entry.server(), server.server(entry.server()));
        List<TunnelEntry> entries = new ArrayList<>();
        boolean placed = false;
        for (TunnelEntry e : before.entries()) {
            boolean here = original.equals(Optional.of(e.name()));
            entries.add(here ? entry : e);
            placed = placed || here;
        }
        if (!placed) {
            entries.add(entry);
        }
        ClientConfig config =
                new ClientConfig(servers, entries, before.retry(), before.staleness());
        // The constructors of the whole tunnel check what the entry's do not.
        config.tunnels();
        return config;
    }

    /** The config without this tunnel; its server stays. */
    ClientConfig without() {
        return new ClientConfig(
                before.servers(),
                before.entries().stream()
                        .filter(e -> !original.equals(Optional.of(e.name())))
                        .toList(),
                before.retry(),
                before.staleness());
    }

    /** The tunnel as it would run, for a test before it is saved. */
    TunnelConfig tunnel() {
        String wanted = name.get().strip();
        return config().tunnels().stream().filter(t -> t.name().equals(wanted)).findFirst().get();
    }

    String nameProblem() {
        return Numbers.problem(
                () ->
                        new TunnelConfig(
                                name.get().strip(),
                                ServerConfig.of("x", "x", 22, "x"),
                                device.get().isBlank()
                                        ? Optional.empty()
                                        : Optional.of(device.get().strip()),
                                true,
                                List.of(
                                        new Forward(
                                                new Forward.Remote("localhost", 1),
                                                new Forward.Target("localhost", 22),
                                                Forward.Expect.SSH)),
                                org.tunnelfun.desktop.config.Retry.DEFAULTS,
                                org.tunnelfun.desktop.config.Staleness.DEFAULTS));
    }

    /** What is wrong with the whole, or empty. */
    String problem() {
        return settings.problem().orElseGet(() -> Numbers.problem(this::config));
    }
}
