package org.tunnelfun.desktop.ui;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.ForwardStatus;
import org.tunnelfun.desktop.engine.TunnelState;
import org.tunnelfun.desktop.engine.TunnelStatus;

/** One tunnel as the window shows it: its status now and what was heard before. */
public final class TunnelRow {

    private final ReadOnlyObjectWrapper<TunnelStatus> status;
    private final History history;

    /**
     * @param history what was known before, to be continued
     */
    TunnelRow(TunnelStatus first, History history, Instant now) {
        this.history = history;
        status = new ReadOnlyObjectWrapper<>(first);
        history.add(first, now);
    }

    void update(TunnelStatus next, Instant now) {
        history.add(next, now);
        status.set(next);
    }

    public String name() {
        return status.get().name();
    }

    public TunnelStatus status() {
        return status.get();
    }

    public ReadOnlyObjectProperty<TunnelStatus> statusProperty() {
        return status.getReadOnlyProperty();
    }

    History history() {
        return history;
    }

    Look look() {
        return Look.of(status());
    }

    /** Whether it is paused or disabled, so that a button offers to start it. */
    boolean isOff() {
        return status().state() == TunnelState.OFF;
    }

    /** The second line in the list: {@code Up 3 h 12 m}, {@code Next try in 4 s}. */
    String subtitle(Instant now) {
        TunnelStatus s = status();
        String text =
                switch (s.state()) {
                    case NEEDS_USER -> need(s);
                    case SUSPECT -> Wording.why(s);
                    case WAITING -> Wording.nextTry(s, now);
                    case CONNECTING -> Wording.state(s);
                    default -> Wording.line(s, now).split(",", 2)[0];
                };
        return Sentence.upperFirst(text.isEmpty() ? Wording.state(s) : text);
    }

    /** In the few words that the list has room for; the detail says the rest. */
    private static String need(TunnelStatus s) {
        return switch (s.failure().map(Failure::kind).orElse(Failure.Kind.CONFIG)) {
            case HOST_KEY -> "host key not trusted";
            case CHANGED_HOST_KEY -> "host key changed";
            case AUTHENTICATION -> "login refused";
            case NOT_PERMITTED -> "port not permitted";
            default -> Wording.why(s);
        };
    }

    /** The line under the name: {@code Up, proven 20 s ago · 31 ms}. */
    String headline(Instant now) {
        TunnelStatus s = status();
        String rtt = s.rtt().map(r -> " · " + Wording.roundTrip(r)).orElse("");
        return switch (s.state()) {
            case UP -> Sentence.upperFirst(Wording.line(s, now)) + rtt;
            case OFF -> "Off";
            default -> Wording.state(s);
        };
    }

    /** One line for each forward: {@code 2001 → localhost:22}, with what is wrong. */
    List<String> routes() {
        return status().forwards().stream()
                .map(f -> status().server() + " → " + way(f) + problem(f, status().reason()))
                .toList();
    }

    /** What stands above it as the reason needs not be said twice. */
    private static String problem(ForwardStatus f, String reason) {
        return f.problem().isEmpty() || f.problem().equals(reason) ? "" : " (" + f.problem() + ")";
    }

    static String route(ForwardStatus f) {
        return way(f) + problem(f, "");
    }

    private static String way(ForwardStatus f) {
        Forward.Target target = f.forward().target();
        String host = target.host().contains(":") ? "[" + target.host() + "]" : target.host();
        String port = Wording.port(f) == 0 ? "any port" : "port " + Wording.port(f);
        return port + " → " + host + ":" + target.port();
    }

    int visitors() {
        return status().forwards().stream().mapToInt(ForwardStatus::visitors).sum();
    }

    /** What a person on the server types to reach the device; empty while no port is known. */
    public String sshCommand() {
        return SshCommand.of(status());
    }

    /** Whether a search for {@code words} finds it: every word somewhere in name, server, route. */
    boolean matches(String words) {
        String text = (name() + " " + String.join(" ", routes())).toLowerCase(Locale.ROOT);
        return Stream.of(words.toLowerCase(Locale.ROOT).split("\\s+")).allMatch(text::contains);
    }
}
