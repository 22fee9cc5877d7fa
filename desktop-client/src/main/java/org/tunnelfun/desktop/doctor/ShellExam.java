package org.tunnelfun.desktop.doctor;

import static org.tunnelfun.desktop.doctor.Doctor.LIMIT;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.tunnelfun.desktop.config.ShellWord;
import org.tunnelfun.desktop.config.TunnelArguments;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.engine.SshSession.Identified;
import org.tunnelfun.desktop.engine.Time;

/** What the account runs on the server: our script, the heartbeat, and its clock. */
final class ShellExam extends Exam {

    /** Nobody waits longer for a heartbeat, however patient its setting is. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A command that ends so soon after its first line is no heartbeat. */
    private static final Duration GOES_ON = Duration.ofSeconds(1);

    /** Less is what an unattended clock loses, and troubles nobody. */
    private static final Duration TOLERATED = Duration.ofSeconds(60);

    /** Seconds since 1970, as {@code date} has them everywhere but in POSIX. */
    private static final String CLOCK = "date -u +%s";

    ShellExam(Asked asked, TunnelConfig tunnel, Consumer<Finding> tell) {
        super(asked, tunnel, tell);
    }

    void examine() throws Asked.Ended {
        Identified own =
                asked.ask(a -> session.identify(LIMIT, a), LIMIT, Identified.nothing("no answer"));
        if (own.process() == null) {
            tell.accept(
                    Finding.note(
                            "shell",
                            "the account runs no command of ours (" + own.reason() + ")",
                            "Fine with line (a) of: tunnelfun authorize "
                                    + TunnelArguments.of(tunnel)
                                    + "\nNo heartbeat, and a stale port is freed by the reaper or"
                                    + " by waiting."));
            return;
        }
        tell.accept(Finding.ok("shell", "own session is pid " + own.process().pid() + " there"));
        heartbeat();
        clock();
    }

    private void heartbeat() throws Asked.Ended {
        String command = tunnel.staleness().heartbeatCommand();
        if (command.isEmpty()) {
            return;
        }
        Duration staleAfter = tunnel.staleness().heartbeatStaleAfter();
        Duration within = staleAfter.compareTo(PATIENCE) < 0 ? staleAfter : PATIENCE;
        Said said = ask(command, within, GOES_ON);
        if (said.ended.isEmpty() && !said.line.isEmpty()) {
            tell.accept(Finding.ok("heartbeat", "says " + Plain.text(said.line)));
            return;
        }
        String says = said.line.isEmpty() ? "nothing" : Plain.text(said.line);
        tell.accept(
                Finding.problem(
                        "heartbeat",
                        said.ended.isEmpty()
                                ? "the command says nothing within " + within.toSeconds() + " s"
                                : "it does not go on: "
                                        + Plain.text(said.ended)
                                        + "; it says "
                                        + says,
                        (TunnelArguments.likeSsh(tunnel)
                                        ? "Name another command after the server (-N: none)."
                                        : "Correct staleness.heartbeatCommand (\"\": none).")
                                + " To see what it does:\n"
                                + "  ssh %s@%s %s"
                                        .formatted(
                                                tunnel.server().user(),
                                                tunnel.server().host(),
                                                ShellWord.of(command))));
    }

    /** A forced command tells its uptime instead; then nothing is known, and nothing said. */
    private void clock() throws Asked.Ended {
        String said = ask(CLOCK, LIMIT, Duration.ZERO).line.strip();
        if (!said.matches("[1-9][0-9]{0,11}")) {
            return;
        }
        Duration ahead =
                Duration.between(Time.system().wall(), Instant.ofEpochSecond(Long.parseLong(said)));
        if (ahead.abs().compareTo(TOLERATED) <= 0) {
            tell.accept(Finding.ok("clock", "the server's and this device's agree"));
            return;
        }
        tell.accept(
                Finding.note(
                        "clock",
                        "the server's clock is %s %s this device's"
                                .formatted(
                                        words(ahead.abs()),
                                        ahead.isNegative() ? "behind" : "ahead of"),
                        "The tunnel does not mind; logs and certificates do. On the wrong one:\n"
                                + "  sudo timedatectl set-ntp true"));
    }

    private static String words(Duration d) {
        if (d.toDays() > 1) {
            return d.toDays() + " days";
        }
        return d.toMinutes() >= 120 ? d.toHours() + " h" : d.toMinutes() + " min";
    }

    /**
     * The first line of a remote command, and why it ended, if it did.
     *
     * @param after how long it is watched after that line
     */
    private Said ask(String command, Duration within, Duration after) throws Asked.Ended {
        CompletableFuture<String> line = new CompletableFuture<>();
        CompletableFuture<String> ended = new CompletableFuture<>();
        session.heartbeat(command, line::complete, ended::complete);
        asked.await(CompletableFuture.anyOf(line, ended), within, "");
        if (line.isDone()) {
            asked.await(ended, after, "");
        }
        return new Said(line.getNow(""), ended.getNow(""));
    }

    private record Said(String line, String ended) {}
}
