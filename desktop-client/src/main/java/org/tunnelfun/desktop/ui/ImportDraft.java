package org.tunnelfun.desktop.ui;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import org.tunnelfun.desktop.config.ClientConfig;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.TunnelEntry;

/** What was found elsewhere, and which of it is wanted. What is there already is never changed. */
final class ImportDraft {

    /**
     * One tunnel that was found.
     *
     * @param entry the tunnel
     * @param server its server
     * @param problem why it cannot be taken over; empty if it can
     * @param chosen whether it is wanted
     */
    record Candidate(
            TunnelEntry entry, ServerConfig server, String problem, BooleanProperty chosen) {

        /** {@code tunnel@example.org:22, port 2001 → localhost:22}. */
        String route() {
            StringBuilder text = new StringBuilder(server.address());
            for (Forward f : entry.forwards()) {
                text.append(", port ").append(f.remote().port()).append(" → ").append(f.target());
            }
            return text.toString();
        }
    }

    private final ClientConfig before;
    private final List<Candidate> candidates = new ArrayList<>();

    ImportDraft(ClientConfig before, ClientConfig found) {
        this.before = before;
        for (TunnelEntry entry : found.entries()) {
            ServerConfig server = found.servers().get(entry.server());
            String problem = problem(entry, server);
            candidates.add(
                    new Candidate(
                            entry, server, problem, new SimpleBooleanProperty(problem.isEmpty())));
        }
    }

    private String problem(TunnelEntry entry, ServerConfig server) {
        if (before.entries().stream().anyMatch(e -> e.name().equals(entry.name()))) {
            return "A tunnel of this name is there already.";
        }
        ServerConfig known = before.servers().get(entry.server());
        return known == null || known.equals(server)
                ? ""
                : "A server of this name is there already, with other settings.";
    }

    /** The config that it goes into. */
    ClientConfig before() {
        return before;
    }

    List<Candidate> candidates() {
        return List.copyOf(candidates);
    }

    private List<Candidate> wanted() {
        return candidates.stream().filter(c -> c.problem().isEmpty() && c.chosen().get()).toList();
    }

    /** How many are wanted. */
    int count() {
        return wanted().size();
    }

    /** The whole config with what is wanted behind what was there. */
    ClientConfig config() {
        Map<String, ServerConfig> servers = new LinkedHashMap<>(before.servers());
        List<TunnelEntry> entries = new ArrayList<>(before.entries());
        for (Candidate c : wanted()) {
            servers.put(c.entry().server(), c.server());
            entries.add(c.entry());
        }
        return new ClientConfig(servers, entries, before.retry(), before.staleness());
    }
}
