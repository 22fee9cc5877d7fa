package org.tunnelfun.reaper.config;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tunnelfun.reaper.judge.Verdict;

/**
 * How the reaper works. Durations are whole seconds.
 *
 * @param ports the watched ports
 * @param names what people call the devices behind them
 * @param interval from the start of one sweep to the start of the next, 1-86400
 * @param timeout how long a port may stay silent from the connect on, 1-300
 * @param strikes probes in a row that must be silent, 1-10
 * @param reap the verdicts that end a session; a subset of silent, closed and other
 * @param killGrace from TERM to KILL, 0-60
 * @param listen address and port of the HTTP API, or empty for none
 * @param expectAny ports behind which anything may answer: reported, never reaped
 * @param dryRun everything but the signal
 */
public record ReaperConfig(
        Ports ports,
        Map<Integer, String> names,
        int interval,
        int timeout,
        int strikes,
        Set<Verdict> reap,
        int killGrace,
        Optional<Listen> listen,
        Set<Integer> expectAny,
        boolean dryRun) {

    /** Where the HTTP API listens unless told otherwise. */
    public static final Listen DEFAULT_LISTEN = new Listen("127.0.0.1", 7022);

    /** Copies what could change. */
    public ReaperConfig {
        names = Map.copyOf(names);
        reap = Set.copyOf(reap);
        expectAny = Set.copyOf(expectAny);
    }

    /** The defaults, for these ports. */
    public static ReaperConfig of(Ports ports) {
        return new ReaperConfig(
                ports,
                Map.of(),
                20,
                5,
                2,
                EnumSet.of(Verdict.SILENT),
                3,
                Optional.of(DEFAULT_LISTEN),
                Set.of(),
                false);
    }

    /** The same with what a command line overrides. */
    public ReaperConfig with(Overrides o) {
        return new ReaperConfig(
                o.ports().orElse(ports),
                names,
                o.interval().orElse(interval),
                o.timeout().orElse(timeout),
                o.strikes().orElse(strikes),
                reap,
                killGrace,
                listen,
                expectAny,
                dryRun || o.dryRun());
    }

    /**
     * A loopback address; the API never listens elsewhere.
     *
     * @param host {@code 127.0.0.1} or {@code ::1}
     * @param port 1-65535
     */
    public record Listen(String host, int port) {
        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /** What a command line says instead of the file. Empty: nothing. */
    public record Overrides(
            Optional<Ports> ports,
            Optional<Integer> interval,
            Optional<Integer> timeout,
            Optional<Integer> strikes,
            boolean dryRun) {}
}
