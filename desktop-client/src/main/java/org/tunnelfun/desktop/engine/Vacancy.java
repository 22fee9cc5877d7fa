package org.tunnelfun.desktop.engine;

import org.tunnelfun.desktop.config.Forward;

/**
 * A port that the server granted and at which nobody listens then. sshd(8) does so with {@code
 * GatewayPorts no}: it grants a bind to any address and listens on its loopback. Lives on the
 * tunnel's loop.
 */
public final class Vacancy {
    // The session that held the port before may just be going; twice in a row is the server's way.
    private static final int CERTAIN_AFTER = 2;

    private final Forward forward;
    private boolean served;
    private int grants;

    public Vacancy(Forward forward) {
        this.forward = forward;
    }

    /** Somebody listens. */
    void over() {
        served = true;
        grants = 0;
    }

    /** Nobody listens; whether the port was served since it was last granted. */
    boolean found() {
        boolean lost = served;
        served = false;
        grants = lost ? 0 : grants + 1;
        return lost;
    }

    /** Whether asking again will not mend it. */
    boolean certain() {
        return grants >= CERTAIN_AFTER;
    }

    /**
     * @param port the port that was granted
     */
    public String problem(int port) {
        return "the server granted port " + port + ", but does not listen at " + where(port);
    }

    /** What the owner can do. */
    public String advice() {
        return forward.remote().loopback()
                ? "On the server, see who listens:\n  ss -tln"
                : "With GatewayPorts no, sshd listens on its loopback whatever it is asked for."
                        + "\nLeave the bind address out, or allow it in the server's sshd_config:"
                        + "\n  GatewayPorts clientspecified";
    }

    private String where(int port) {
        return new Forward.Remote(forward.remote().bind(), port).toString();
    }
}
