package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.JSchAlgoNegoFailException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import com.jcraft.jsch.JSchSessionDisconnectException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.Failure.Kind;

/** Turns what a login or a session ended with into a {@link Failure}; the only place that does. */
final class Failures {

    private static final int MAX_TEXT = 200;

    private Failures() {}

    /**
     * Why a login failed.
     *
     * @param problem what ended it
     * @param wire the connection, which knows who ended it and what came first; null without one
     * @param progress how far the login came
     */
    static Failure ofLogin(Throwable problem, Wire wire, Progress progress) {
        if (problem instanceof LoginException known) {
            return known.failure();
        }
        if (wire == null) {
            return Failure.of(Kind.UNREACHABLE, "no connection: " + reason(problem));
        }
        if (progress.hostKey().isPresent()) {
            return progress.hostKey().get();
        }
        if (problem instanceof JSchHostKeyException) {
            return new Failure(Kind.HOST_KEY, "host key refused: " + reason(problem), "");
        }
        if (problem instanceof JSchAlgoNegoFailException nego) {
            return nothingInCommon(nego);
        }
        if (Stumble.isOne(problem)) {
            return Failure.of(Kind.LOGIN, Stumble.told(problem));
        }
        if (progress.serverVersion().isEmpty()) {
            return beforeBanner(problem, wire);
        }
        if (problem instanceof JSchSessionDisconnectException bye) {
            return disconnected(bye, progress);
        }
        if (isAuthFail(problem)) {
            // Our own cut, or the server's end, during authentication looks the same to JSch.
            return wire.wasCut() || wire.ended()
                    ? Failure.of(Kind.LOGIN, "the connection ended during the login")
                    : wantsMore(problem) ? secondFactor(progress) : refused(progress);
        }
        return Failure.of(Kind.LOGIN, duringLogin(problem, wire));
    }

    private static String duringLogin(Throwable problem, Wire wire) {
        String reason = reason(problem);
        if (wire.ended() || reason.contains("End of IO Stream")) {
            return "the server closed the connection during the login";
        }
        if (reason.equals("invalid server's version string")) {
            return "the server does not speak SSH 2: " + wire.banner();
        }
        return "the login failed: " + reason;
    }

    /** Why a session ended that neither side closed on purpose. */
    static Failure ofSession(Throwable problem) {
        if (problem instanceof JSchSessionDisconnectException bye) {
            return Failure.of(
                    Kind.LOST, "the server ended the session: " + text(bye.getDescription()));
        }
        String reason = reason(problem);
        return Failure.of(
                Kind.LOST,
                reason.contains("End of IO Stream") || reason.contains("closed by foreign host")
                        ? "the server closed the connection"
                        : "the connection broke: " + reason);
    }

    private static Failure nothingInCommon(JSchAlgoNegoFailException nego) {
        String kind = String.valueOf(nego.getAlgorithmName());
        String theirs = String.valueOf(nego.getServerProposal());
        return new Failure(
                Kind.CONFIG,
                "no common %s: the server offers %s"
                        .formatted(Untrusted.text(kind, 60), Untrusted.text(theirs, 120)),
                Algorithms.isLegacy(theirs)
                        ? "Update the server's SSH, or allow old algorithms for this server:"
                                + " \"legacyAlgorithms\": true"
                        : "Allow one of ours on the server (sshd_config: %s):\n  %s"
                                .formatted(
                                        Algorithms.sshdOption(kind),
                                        nego.getJSchProposal().replace(",", "\n  ")));
    }

    private static Failure beforeBanner(Throwable problem, Wire wire) {
        String head = wire.head();
        if (head.startsWith("HTTP/")) {
            return Failure.of(Kind.LOGIN, "this is no SSH server; it says: " + head);
        }
        String said = head.isEmpty() ? "" : "; it says: " + head;
        return Failure.of(
                Kind.OVERLOADED,
                wire.ended()
                        ? "the server closed the connection before its banner" + said
                        : "no SSH banner: " + reason(problem) + said);
    }

    private static Failure disconnected(JSchSessionDisconnectException bye, Progress progress) {
        String text = text(bye.getDescription());
        if (text.toLowerCase(Locale.ROOT).contains("authentication failures")) {
            return refused(progress);
        }
        return Failure.of(Kind.LOGIN, "the server ended the login: " + text);
    }

    private static Failure refused(Progress progress) {
        return progress.certificates().isEmpty()
                ? refusedKeys(progress)
                : refusedCertificates(progress);
    }

    private static Failure refusedCertificates(Progress progress) {
        int others = progress.tried().size() - progress.certificates().size();
        String too =
                switch (others) {
                    case 0 -> "";
                    case 1 -> "; the server refused the plain key as well";
                    default -> "; the server refused the other keys as well";
                };
        return new Failure(
                Kind.AUTHENTICATION,
                String.join("; ", progress.certificates()) + too,
                UserCertificate.advice(progress.user()));
    }

    private static Failure refusedKeys(Progress progress) {
        StringBuilder message = new StringBuilder("the server refused every key of ");
        message.append(progress.account());
        if (!progress.tried().isEmpty()) {
            message.append(": ").append(String.join(", ", progress.tried()));
        }
        progress.notes().forEach(note -> message.append("; ").append(note));
        return new Failure(
                Kind.AUTHENTICATION,
                message.toString(),
                "Add to ~/.ssh/authorized_keys of that account on the server the line that this"
                        + " prints:\n  tunnelfun authorize NAME\nThe server says the same if it has no"
                        + " such account:\n  getent passwd "
                        + progress.user()
                        + "\nIts log says more:\n  journalctl -u ssh -u sshd -n 20");
    }

    /** JSch names the methods that are left: after an accepted key, no longer the key's. */
    private static boolean wantsMore(Throwable problem) {
        return !String.valueOf(problem.getMessage()).contains("publickey");
    }

    private static Failure secondFactor(Progress progress) {
        return new Failure(
                Kind.AUTHENTICATION,
                "%s wants more than a key, and nobody answered its questions"
                        .formatted(progress.account()),
                "A tunnel cannot type. On the server, let this account in with a key alone"
                        + " (sshd_config: AuthenticationMethods publickey).");
    }

    private static boolean isAuthFail(Throwable problem) {
        String message = String.valueOf(problem.getMessage());
        return problem instanceof JSchException
                && (message.startsWith("Auth fail")
                        || message.startsWith("Auth cancel")
                        || message.startsWith("USERAUTH fail"));
    }

    /** Why no TCP connection came about, for people. */
    static String unreachable(Throwable problem) {
        if (problem instanceof UnknownHostException) {
            return "the name is not known";
        }
        if (problem instanceof SocketTimeoutException) {
            return "no answer";
        }
        if (problem instanceof NoRouteToHostException) {
            return "no route to the host";
        }
        if (problem instanceof ConnectException) {
            return reason(problem).toLowerCase(Locale.ROOT).replace(" (connection refused)", "");
        }
        return reason(problem);
    }

    /** The innermost message, escaped and bounded. */
    static String reason(Throwable problem) {
        Throwable inner = problem;
        while (inner.getCause() != null && inner.getCause() != inner) {
            inner = inner.getCause();
        }
        String message = inner.getMessage();
        return message == null || message.isBlank()
                ? inner.getClass().getSimpleName()
                : text(message);
    }

    private static String text(String text) {
        return Untrusted.text(text == null ? "" : text.strip(), MAX_TEXT);
    }
}
