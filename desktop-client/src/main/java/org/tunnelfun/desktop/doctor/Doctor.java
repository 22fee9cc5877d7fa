package org.tunnelfun.desktop.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.Ssh;
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
        List<Forward> left = new ArrayList<>(tunnel.forwards());
        try (Asked session = login()) {
            if (session != null) {
                new ShellExam(session, tunnel, tell).examine();
                while (!left.isEmpty()) {
                    new ForwardExam(session, tunnel, left.remove(0), holder, tell).examine();
                }
                reaper(session);
            }
        } catch (Asked.Ended e) {
            tell.accept(ended(e.failure()));
        }
        left.forEach(forward -> TargetExam.examine(forward, tell));
        return List.copyOf(findings);
    }

    /** Shows that the key can do nothing but its tunnel; needs the lines of {@code authorize}. */
    public List<Finding> prove() {
        try (Asked session = login()) {
            if (session != null) {
                new Proof(session, tunnel, tell).prove();
            }
        } catch (Asked.Ended e) {
            tell.accept(ended(e.failure()));
        }
        return List.copyOf(findings);
    }

    /** Tries the target of one forward only, without a login. */
    public static Finding target(Forward forward) {
        List<Finding> found = new ArrayList<>();
        TargetExam.examine(forward, found::add);
        return found.get(0);
    }

    private Asked login() {
        return new Way(ssh, tunnel, tell).walk().orElse(null);
    }

    /** What would have been asked next is not known. */
    private static Finding ended(Failure why) {
        return Finding.problem(
                "session",
                "it ended before all was tried: " + why.message(),
                "Try again. If it ends every time, the server's log says more:\n"
                        + "  journalctl -u ssh -u sshd -n 20    # on the server");
    }

    private void reaper(Asked asked) throws Asked.Ended {
        if (tunnel.server().reaperPort().isEmpty()) {
            return;
        }
        int reaperPort = tunnel.server().reaperPort().get();
        int port = tunnel.forwards().get(0).remote().port();
        Recheck answer =
                asked.ask(
                        a -> asked.session().recheck(reaperPort, port, LIMIT, a),
                        LIMIT,
                        new Recheck(false, false, "no answer"));
        tell.accept(
                answer.reached()
                        ? Finding.ok("reaper", answer.text())
                        : Finding.problem(
                                "reaper",
                                answer.text(),
                                "The key needs permitopen=\"127.0.0.1:"
                                        + reaperPort
                                        + "\", and the reaper must run:\n"
                                        + "  systemctl status tunnelfun-reaper"
                                        + "    # on the server"));
    }
}
