package org.tunnelfun.reaper.sweep;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tunnelfun.reaper.judge.Judge;
import org.tunnelfun.reaper.judge.Verdict;
import org.tunnelfun.reaper.probe.Heard;
import org.tunnelfun.reaper.probe.Probe;
import org.tunnelfun.reaper.proc.Holder;
import org.tunnelfun.reaper.proc.SocketTable;

/** What is known of one holder, over the rounds of a sweep and from one sweep to the next. */
final class Suspect {
    private static final int PROBES_KEPT = 40;

    private Holder holder;
    private final Map<Integer, Verdict> verdicts = new TreeMap<>();
    private final Map<Integer, List<Heard>> probes = new TreeMap<>();
    private int strikes;
    private int unacked;
    private Instant probedAt = Instant.EPOCH;
    private boolean gone;

    Suspect(Holder holder) {
        this.holder = holder;
    }

    Holder holder() {
        return holder;
    }

    /** The same process, looked at again; it may have ports and terminals that it had not. */
    void seen(Holder now) {
        holder = now;
        Set<Integer> ports = ports();
        verdicts.keySet().retainAll(ports);
        probes.keySet().retainAll(ports);
    }

    /** A new sweep believes its own probes only; strikes alone are remembered. */
    void newSweep() {
        probes.clear();
        verdicts.clear();
    }

    Set<Integer> ports() {
        return holder.listeners().stream()
                .map(Holder.Listener::port)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Every address of these ports once. */
    List<Probe.Target> targets(Set<Integer> ports, Set<Integer> any) {
        return holder.listeners().stream()
                .filter(l -> ports.contains(l.port()))
                .map(l -> new Probe.Target(l.socket().visitorsAddress(), !any.contains(l.port())))
                .distinct()
                .toList();
    }

    /** Takes in a round. A local error is neither a strike nor does it wipe one off. */
    void heard(
            Map<InetSocketAddress, Heard> heard,
            Set<Integer> asked,
            boolean trusted,
            Set<Verdict> reap,
            Instant at) {
        probedAt = at;
        Map<Integer, List<Heard>> round = new LinkedHashMap<>();
        boolean queue = holder.listeners().stream().anyMatch(l -> l.socket().waiting() > 0);
        for (Holder.Listener listener : holder.listeners()) {
            Heard one = heard.get(listener.socket().visitorsAddress());
            if (one != null && asked.contains(listener.port())) {
                round.computeIfAbsent(listener.port(), p -> new ArrayList<>()).add(one);
            }
        }
        round.forEach(
                (port, list) -> {
                    List<Heard> kept = probes.computeIfAbsent(port, p -> new ArrayList<>());
                    list.stream().filter(h -> kept.size() < PROBES_KEPT).forEach(kept::add);
                    verdicts.put(
                            port,
                            trusted ? Judge.verdict(holder.kind(), list, queue) : Verdict.UNKNOWN);
                });
        gone =
                !round.isEmpty()
                        && round.values().stream()
                                .flatMap(List::stream)
                                .allMatch(h -> h.outcome() == Heard.Outcome.REFUSED);
        if (verdicts.values().stream().anyMatch(v -> v != Verdict.UNKNOWN && !mute(v, reap))) {
            strikes = 0;
            unacked = 0;
        } else if (!verdicts.containsValue(Verdict.UNKNOWN)) {
            strikes++;
        }
    }

    /** Whether every address refused: nobody listens any more. */
    boolean gone() {
        return gone;
    }

    private static boolean mute(Verdict verdict, Set<Verdict> reap) {
        return verdict == Verdict.SILENT || reap.contains(verdict);
    }

    /** Looks whether the device still acknowledges what the session sends. */
    void look(SocketTable table) {
        Optional<Boolean> stuck =
                holder.connection()
                        .flatMap(c -> table.socket(c.inode()))
                        .map(c -> c.unacked() > 0 && c.retransmits() > 0);
        unacked = stuck.orElse(false) ? unacked + 1 : 0;
    }

    Map<Integer, Verdict> verdicts() {
        return verdicts;
    }

    Set<Integer> unprobed() {
        Set<Integer> ports = ports();
        ports.removeAll(verdicts.keySet());
        return ports;
    }

    List<Heard> probes(int port) {
        return probes.getOrDefault(port, List.of());
    }

    int strikes() {
        return strikes;
    }

    int unacked() {
        return unacked;
    }

    Instant probedAt() {
        return probedAt;
    }
}
