package org.tunnelfun.desktop.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.engine.Ssh;
import org.tunnelfun.desktop.engine.SshSession;
import org.tunnelfun.desktop.engine.SshSession.Recheck;

/** Examines one tunnel, step by step, with a login of its own. */
public final class Doctor {

    static final Duration LIMIT = Duration.ofSeconds(10);

    private final Ssh ssh;
    private final TunnelConfig tunnel;
    private final Holder holder;
    private final List<Finding> findings = new ArrayList<>();
    private final Consumer<Finding> tell;

    /**
     * An examination.
     *
     * @param holder knows whether a running instance of this program holds a port
     * @param listener told of each finding at once
     */
    public Doctor(Ssh ssh, TunnelConfig tunnel, Holder holder, Consumer<Finding> listener) {
        this.ssh = ssh;
        this.tunnel = tunnel;
        this.holder = holder;
        this.tell =
                finding -> {
                    findings.add(finding);
                    listener.accept(finding);
                };
    }

    /** Whether a running instance of this program holds a forward. */
    public interface Holder {
        /** For where there is none. */
        Holder NOBODY = forward -> "";

        /** One sentence about it, or empty. */
        String of(Forward forward);
    }

    /** Tries everything and returns all findings. */
    public List<Finding> examine() {
        try (Closing session = login()) {
            if (session != null) {
                new ShellExam(session.session, tunnel, tell).examine();
                for (Forward forward : tunnel.forwards()) {
                    new ForwardExam(session.session, tunnel, forward, holder, tell).examine();
                }
                reaper(session.session);
            } else {
                tunnel.forwards().forEach(f -> TargetExam.examine(f, tell));
            }
        }
        return List.copyOf(findings);
    }

    /** Shows that the key can do nothing but its tunnel; needs the lines of {@code authorize}. */
    public List<Finding> prove() {
        try (Closing session = login()) {
            if (session != null) {
                new Proof(session.session, tunnel, tell).prove();
            }
        }
        return List.copyOf(findings);
    }

    /** Tries the target of one forward only, without a login. */
    public static Finding target(Forward forward) {
        List<Finding> found = new ArrayList<>();
        TargetExam.examine(forward, found::add);
        return found.get(0);
    }

    private record Closing(SshSession session) implements AutoCloseable {
        @Override
        public void close() {
            session.end();
        }
    }

    private Closing login() {
        return new Way(ssh, tunnel, tell).walk().map(Closing::new).orElse(null);
    }

    private void reaper(SshSession session) {
        tunnel.server()
                .reaperPort()
                .ifPresent(
                        reaperPort -> {
                            int port = tunnel.forwards().get(0).remote().port();
                            Recheck answer =
                                    Login.ask(
                                            a -> session.recheck(reaperPort, port, LIMIT, a),
                                            LIMIT,
                                            new Recheck(false, false, "no answer"));
                            tell.accept(
                                    answer.reached()
                                            ? Finding.ok("reaper", answer.text())
                                            : Finding.problem(
                                                    "reaper",
                                                    answer.text(),
                                                    "The key needs"
                                                            + " permitopen=\"127.0.0.1:"
                                                            + reaperPort
                                                            + "\", and the reaper must run:\n"
                                                            + "  systemctl status tunnelfun-reaper"
                                                            + "    # on the server"));
                        });
    }
}
