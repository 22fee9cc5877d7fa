package org.tunnelfun.desktop.doctor;

import static org.tunnelfun.desktop.doctor.Doctor.LIMIT;

import java.util.function.Consumer;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.TunnelArguments;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.engine.SshSession.Bind;
import org.tunnelfun.desktop.engine.SshSession.Heard;

/** Tries what a thief of the key would: each of it should be refused. */
final class Proof extends Exam {

    private static final String SIGN = "tunnelfun-ran-this";

    Proof(Asked asked, TunnelConfig tunnel, Consumer<Finding> tell) {
        super(asked, tunnel, tell);
    }

    void prove() throws Asked.Ended {
        command();
        otherPort();
        otherTarget();
    }

    private void command() throws Asked.Ended {
        String heard =
                asked.ask(
                        a -> session.heartbeat("echo " + SIGN, a, ended -> a.accept("")),
                        LIMIT,
                        "");
        say(
                !heard.contains(SIGN),
                "a command",
                "is refused",
                "runs: whoever has the key has the account");
    }

    private void otherPort() throws Asked.Ended {
        Forward any = forward(0);
        Bind bind =
                asked.ask(a -> session.bind(any, LIMIT, a), LIMIT, new Bind(false, 0, "no answer"));
        if (bind.granted()) {
            asked.ask(a -> session.unbind(any, LIMIT, () -> a.accept(true)), LIMIT, false);
        }
        say(
                !bind.granted(),
                "another port",
                "is refused",
                "is granted (" + bind.port() + "): it could pose as another device");
    }

    private void otherTarget() throws Asked.Ended {
        // The server's own sshd: something surely listens there.
        Heard heard =
                asked.ask(
                        a -> session.probe(forward(tunnel.server().port()), LIMIT, a),
                        LIMIT,
                        Heard.UNKNOWN);
        say(
                heard == Heard.FORBIDDEN,
                "another target",
                "is refused",
                "can be reached through the server (" + heard + ")");
    }

    private Forward forward(int port) {
        Forward first = tunnel.forwards().get(0);
        return new Forward(
                new Forward.Remote(first.remote().bind(), port), first.target(), first.expect());
    }

    private void say(boolean fine, String what, String good, String bad) {
        tell.accept(
                fine
                        ? Finding.ok("proof", what + " " + good)
                        : Finding.problem(
                                "proof",
                                what + " " + bad,
                                "Use one of the two lines that this prints:\n  tunnelfun authorize "
                                        + TunnelArguments.of(tunnel)));
    }
}
