package org.tunnelfun.desktop.engine;

import org.tunnelfun.desktop.config.TunnelConfig;

/** Words for a refused bind; sshd says the same for "in use" and "not permitted". */
final class Refusals {
    private Refusals() {}

    static Failure failure(TunnelConfig config, boolean notPermitted, String problem) {
        if (!notPermitted) {
            return Failure.of(Failure.Kind.BIND_REFUSED, problem);
        }
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
