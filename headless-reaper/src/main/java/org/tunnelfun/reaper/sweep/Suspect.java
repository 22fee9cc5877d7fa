package org.tunnelfun.reaper.sweep;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
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
    private final Set<Long> visited = new HashSet<>();
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
        visited.clear();
    }

    Set<Integer> ports() {
        return holder.listeners().stream()
                .map(Holder.Listener::port)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * Where to knock.
     *
     * @param each whether at each address of a port; else at one, for a visit costs the device a
     *     line in its log
     */
    List<Probe.Target> targets(Set<Integer> ports, boolean each, Set<Integer> any) {
        Map<Object, Probe.Target> targets = new LinkedHashMap<>();
        for (Holder.Listener l : holder.listeners()) {
            InetSocketAddress address = l.socket().visitorsAddress();
            if (ports.contains(l.port())) {
                Object once = each ? address : l.port();
                targets.putIfAbsent(once, new Probe.Target(address, !any.contains(l.port())));
            }
        }
        return List.copyOf(targets.values());
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
                visited.add(listener.socket().inode());
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

    /** Whether one of its listeners was not visited yet in this sweep. */
    boolean unprobed() {
        return holder.listeners().stream().anyMatch(l -> !visited.contains(l.socket().inode()));
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
