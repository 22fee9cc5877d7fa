package org.tunnelfun.desktop.doctor;

import static org.tunnelfun.desktop.doctor.Doctor.LIMIT;

import java.util.List;
import java.util.function.Consumer;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.ShellWord;
import org.tunnelfun.desktop.config.TunnelArguments;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.engine.SshSession.Bind;
import org.tunnelfun.desktop.engine.SshSession.Heard;
import org.tunnelfun.desktop.engine.SshSession.SelfCheck;
import org.tunnelfun.desktop.engine.Vacancy;

/** One forward: the bind, the way back and the target. */
final class ForwardExam extends Exam {

    private final Forward forward;
    private final Doctor.Holder holder;
    private final Forward.Remote remote;

    ForwardExam(
            Asked asked,
            TunnelConfig tunnel,
            Forward forward,
            Doctor.Holder holder,
            Consumer<Finding> tell) {
        super(asked, tunnel, tell);
        this.forward = forward;
        this.holder = holder;
        this.remote = forward.remote();
    }

    void examine() throws Asked.Ended {
        boolean target = TargetExam.examine(forward, tell);
        Bind bind = bind(forward);
        if (!bind.granted()) {
            tell.accept(refused());
            return;
        }
        tell.accept(bound(new Forward.Remote(remote.bind(), bind.port())));
        tell.accept(wayBack(bind.port(), target));
        unbind(forward);
    }

    private static Finding bound(Forward.Remote granted) {
        // The server grants it either way, and only it knows where it listens then.
        return granted.everywhere()
                ? Finding.note(
                        "forward",
                        granted + " is bound; GatewayPorts decides whether other machines reach it",
                        "See where it listens, on the server: ss -tln 'sport = :%d'\n"
                                        .formatted(granted.port())
                                + "On its loopback only: set GatewayPorts clientspecified in"
                                + " sshd_config.")
                : Finding.ok("forward", granted + " is bound");
    }

    private Finding wayBack(int port, boolean target) throws Asked.Ended {
        SelfCheck check =
                asked.ask(
                        a -> session.selfCheck(forward, LIMIT, a),
                        LIMIT,
                        new SelfCheck(Heard.UNKNOWN, Heard.UNKNOWN, "", LIMIT));
        List<Heard> both = List.of(check.v4(), check.v6());
        if (both.contains(Heard.FOREIGN)
                || both.contains(Heard.SILENT) && both.contains(Heard.PROVEN)) {
            boolean v4 = check.v4() == Heard.PROVEN || check.v4() == Heard.TARGET_DOWN;
            String taken = v4 ? "[::1]" : "127.0.0.1";
            return Finding.problem(
                    "self-check",
                    "half a bind: another program has %s:%d on the server".formatted(taken, port),
                    "See which one:\n  ss -tlnp 'sport = :%d'    # on the server".formatted(port));
        }
        if (both.contains(Heard.PROVEN)) {
            return Finding.ok(
                    "self-check", "proven end to end in " + check.took().toMillis() + " ms");
        }
        if (both.contains(Heard.TARGET_DOWN)) {
            return target
                    ? Finding.problem("self-check", "the way back works, but no banner came", "")
                    : Finding.note("self-check", "the way back works; the target does not", "");
        }
        if (both.contains(Heard.FORBIDDEN)) {
            return Finding.note(
                    "self-check",
                    "the server forbids it, so the tunnel will not be proven end to end",
                    "Add to the key's line what this prints,"
                            + " permitopen=\"127.0.0.1:%1$d\",permitopen=\"[::1]:%1$d\":\n"
                                    .formatted(port)
                            + "  tunnelfun authorize "
                            + TunnelArguments.of(tunnel));
        }
        if (both.equals(List.of(Heard.NOBODY, Heard.NOBODY))) {
            Vacancy vacancy = new Vacancy(forward);
            return Finding.problem("self-check", vacancy.problem(port), vacancy.advice());
        }
        return Finding.problem("self-check", "nothing came back through port " + port, "");
    }

    /** Refused binds all look alike; other questions tell them apart. */
    private Finding refused() throws Asked.Ended {
        String own = holder.of(forward);
        if (!own.isEmpty()) {
            return Finding.ok("forward", own);
        }
        Heard heard = asked.ask(a -> session.probe(forward, LIMIT, a), LIMIT, Heard.UNKNOWN);
        if (heard == Heard.SILENT) {
            return Finding.problem(
                    "forward",
                    remote + " is held by a session that says nothing: probably a stale one",
                    "tunnelfun run takes it back; or on the server:\n"
                            + "  tunnelfun-reaper sweep --ports "
                            + remote.port());
        }
        if (heard == Heard.FOREIGN || heard == Heard.PROVEN || heard == Heard.TARGET_DOWN) {
            return Finding.problem(
                    "forward",
                    remote + " is in use: another session or program answers there",
                    "See which, or choose another port for this tunnel:\n"
                            + "  ss -tlnp 'sport = :%d'    # on the server"
                                    .formatted(remote.port()));
        }
        for (String bind : List.of("localhost", "127.0.0.1", "*")) {
            Forward other = withRemote(bind, remote.port());
            if (!bind.equals(remote.bind()) && bind(other).granted()) {
                unbind(other);
                return Finding.problem(
                        "forward",
                        "%s is not permitted, but %s is: the server compares the text"
                                .formatted(remote, other.remote()),
                        "Write %s, or permitlisten=\"%s\" on the server"
                                .formatted(written(other), remote));
            }
        }
        Forward any = withRemote(remote.bind(), 0);
        Bind elsewhere = bind(any);
        if (elsewhere.granted()) {
            unbind(any);
            return Finding.problem(
                    "forward",
                    remote
                            + " is not permitted, though other ports are"
                            + (remote.port() < 1_024 ? "; ports below 1024 need root" : ""),
                    mendListen());
        }
        return heard == Heard.FORBIDDEN
                ? Finding.problem(
                        "forward",
                        "the server forbids forwarding: AllowTcpForwarding no, or the key lacks"
                                + " port-forwarding",
                        "Look, and set AllowTcpForwarding yes:\n"
                                + "  sshd -T | grep -i allowtcpforwarding    # on the server\n"
                                + mendListen())
                : Finding.problem(
                        "forward",
                        remote + " is not permitted to this key, and nothing listens there",
                        mendListen());
    }

    private String written(Forward other) {
        return TunnelArguments.likeSsh(tunnel)
                ? "-R " + ShellWord.of(other.remote() + ":" + other.target())
                : "\"bind\": \"%s\" in the config".formatted(other.remote().bind());
    }

    private String mendListen() {
        return "The key's line needs permitlisten=\"%s\", as this prints:\n  tunnelfun authorize %s"
                .formatted(remote, TunnelArguments.of(tunnel));
    }

    private Forward withRemote(String bind, int port) {
        return new Forward(new Forward.Remote(bind, port), forward.target(), forward.expect());
    }

    private Bind bind(Forward f) throws Asked.Ended {
        return asked.ask(a -> session.bind(f, LIMIT, a), LIMIT, new Bind(false, 0, "no answer"));
    }

    private void unbind(Forward f) throws Asked.Ended {
        asked.ask(a -> session.unbind(f, LIMIT, () -> a.accept(true)), LIMIT, false);
    }
}
