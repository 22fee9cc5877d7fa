package org.tunnelfun.desktop.engine;

import java.util.Optional;
import org.tunnelfun.desktop.config.TunnelConfig;

/** Words for a refused bind; sshd says the same for "in use" and "not permitted". */
final class Refusals {
    private Refusals() {}

    /** What is wrong with the ports of a session, once that is more than a passing matter. */
    static Optional<Failure> of(TunnelConfig config, Keepers forwards) {
        String problem = forwards.problem();
        if (forwards.vacancy().isPresent()) {
            String advice = forwards.vacancy().get().advice();
            return Optional.of(new Failure(Failure.Kind.NOT_PERMITTED, problem, advice));
        }
        if (!forwards.refused()) {
            return Optional.empty();
        }
        return Optional.of(
                forwards.notPermitted()
                        ? notPermitted(config, problem)
                        : Failure.of(Failure.Kind.BIND_REFUSED, problem));
    }

    private static Failure notPermitted(TunnelConfig config, String problem) {
        String listen =
                config.forwards().stream()
                        .map(
                                f ->
                                        "permitlisten=\""
                                                + f.remote().bind()
                                                + ":"
                                                + f.remote().port()
                                                + "\"")
                        .reduce((a, b) -> a + "," + b)
                        .orElse("");
        return new Failure(
                Failure.Kind.NOT_PERMITTED,
                problem,
                "On the server, allow it in the account's authorized_keys ("
                        + listen
                        + ", the bind address to the letter) and in sshd_config"
                        + " (AllowTcpForwarding yes or remote). Ports below 1024 need root.");
    }
}
