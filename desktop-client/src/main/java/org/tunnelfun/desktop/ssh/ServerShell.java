package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.TunnelSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tunnelfun.desktop.engine.SshSession.Ended;
import org.tunnelfun.desktop.engine.SshSession.Identified;
import org.tunnelfun.desktop.engine.SshSession.ServerProcess;

/**
 * What is done on the server, by the one script {@code server-shell.sh}: it goes to the standard
 * input of {@code exec sh -s tunnelfun VERB NONCE …}, so that any login shell will do, and so that
 * a forced command can know the same words by SSH_ORIGINAL_COMMAND (sshd(8)) and do the work
 * itself.
 *
 * <p>Only a line with this call's nonce is an answer; everything else that a server prints is
 * noise. Methods block their thread.
 */
final class ServerShell {

    private static final String SCRIPT = script();

    /**
     * For a login shell whose start-up file asks something: each question takes a line of these.
     */
    private static final String ANSWERS = "\n".repeat(8);

    private static final String WORD = "[A-Za-z0-9._:-]{1,64}";

    private static final Pattern OWN =
            Pattern.compile(
                    "own (%1$s) ([1-9][0-9]{0,9}) (%1$s) (sshd|sshd-session) (%1$s)(?: ([0-9]{1,6}))?"
                            .formatted(WORD));

    /** Answers per second of a heartbeat that are passed on; the rest says nothing new. */
    private static final int MOST_LINES = 5;

    private final TunnelSession ssh;
    private final String nonce = Nonces.random();
    private final String mark = "tunnelfun " + nonce + " ";

    ServerShell(TunnelSession ssh) {
        this.ssh = ssh;
    }

    /** Our own session's process on the server, and how many sessions there are. */
    Identified identify(Duration within) throws InterruptedException {
        Answer answer = ask("own " + nonce, within);
        Matcher own = OWN.matcher(answer.text);
        if (!own.matches()) {
            return Identified.nothing(answer.orReason());
        }
        return new Identified(
                new ServerProcess(
                        own.group(1),
                        Long.parseLong(own.group(2)),
                        own.group(3),
                        own.group(4),
                        own.group(5)),
                "",
                own.group(6) == null ? 0 : Integer.parseInt(own.group(6)));
    }

    /** Ends a process if it still is what {@code earlier} says. */
    Ended end(ServerProcess earlier, Duration within) throws InterruptedException {
        String words =
                "end %s %s %d %s %s %s"
                        .formatted(
                                nonce,
                                earlier.bootId(),
                                earlier.pid(),
                                earlier.startTime(),
                                earlier.program(),
                                earlier.account());
        if (!words.matches("[A-Za-z0-9._: -]+")) {
            // A record that is no record: somebody wrote into the state directory.
            return Ended.FAILED;
        }
        return switch (ask(words, within).text.split(" ", 2)[0]) {
            case "ended" -> Ended.ENDED;
            case "gone" -> Ended.GONE;
            case "other" -> Ended.NOT_OURS;
            default -> Ended.FAILED;
        };
    }

    /**
     * Runs the user's command until it ends or the session does.
     *
     * @param start how long its first sign may take
     * @param line each line of its output, at most {@value #MOST_LINES} a second
     * @return why it ended
     */
    String heartbeat(String command, Duration start, Consumer<String> line)
            throws InterruptedException {
        String script = ANSWERS + "command='" + command.replace("'", "'\\''") + "'\n" + SCRIPT;
        Heartbeat heartbeat = new Heartbeat(line);
        String ended =
                new RemoteCommand(ssh)
                        .run(words("heartbeat " + nonce), script, true, start, heartbeat::heard);
        return heartbeat.why(ended);
    }

    private Answer ask(String words, Duration within) throws InterruptedException {
        Answer answer = new Answer();
        answer.ended =
                new RemoteCommand(ssh)
                        .run(
                                words(words),
                                ANSWERS + "command=:\n" + SCRIPT,
                                false,
                                within,
                                answer::heard);
        return answer;
    }

    private static String words(String words) {
        return "exec sh -s tunnelfun " + words;
    }

    private Optional<String> marked(String line) {
        return line.startsWith(mark)
                ? Optional.of(line.substring(mark.length()))
                : Optional.empty();
    }

    private static String script() {
        try (InputStream in = ServerShell.class.getResourceAsStream("server-shell.sh")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one line that counts, and the last one that does not, which may say why. */
    private final class Answer {
        private String text = "";
        private String noise = "";
        private String ended = "";

        boolean heard(String line) {
            Optional<String> marked = marked(line);
            marked.ifPresentOrElse(found -> text = found, () -> noise = line);
            return marked.isEmpty();
        }

        String orReason() {
            if (!text.isEmpty()) {
                return text;
            }
            return noise.isEmpty() ? ended : ended + "; it says: " + noise;
        }
    }

    private final class Heartbeat {
        private final Consumer<String> line;
        private boolean started;
        private String last = "";
        private String stopped = "";
        private long second;
        private int inSecond;

        Heartbeat(Consumer<String> line) {
            this.line = line;
        }

        boolean heard(String text) {
            Optional<String> marked = marked(text);
            if (marked.isPresent()) {
                started = started || marked.get().equals("heartbeat");
                stopped = marked.get();
                return stopped.equals("heartbeat");
            }
            last = text;
            if (started && isDue()) {
                line.accept(text);
            }
            return true;
        }

        private boolean isDue() {
            long now = System.nanoTime() / 1_000_000_000L;
            if (now != second) {
                second = now;
                inSecond = 0;
            }
            return ++inSecond <= MOST_LINES;
        }

        String why(String ended) {
            if (started) {
                return stopped.startsWith("stopped ")
                        ? "the command ended with status " + stopped.substring(8)
                        : ended;
            }
            if (!stopped.isEmpty()) {
                return "the server's shell cannot run it: " + stopped;
            }
            return "the account runs no commands"
                    + (last.isEmpty() ? ": " + ended : "; it says: " + last);
        }
    }
}
