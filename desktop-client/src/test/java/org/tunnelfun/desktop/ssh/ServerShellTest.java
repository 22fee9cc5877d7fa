package org.tunnelfun.desktop.ssh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tunnelfun.desktop.ssh.Attempts.LONG;
import static org.tunnelfun.desktop.ssh.Attempts.ask;
import static org.tunnelfun.desktop.ssh.Attempts.open;
import static org.tunnelfun.desktop.ssh.Attempts.server;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tunnelfun.desktop.config.Staleness;
import org.tunnelfun.desktop.engine.SshSession;
import org.tunnelfun.desktop.engine.SshSession.Ended;
import org.tunnelfun.desktop.engine.SshSession.Identified;
import org.tunnelfun.desktop.engine.SshSession.ServerProcess;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.Requires;
import org.tunnelfun.desktop.testing.Tools;

/** The script on the machine's sshd. */
@Requires(Need.LINUX)
class ServerShellTest {

    /** What a server with another sh does with the same words. */
    private static String with(String shell) {
        return "command=\"set -- $SSH_ORIGINAL_COMMAND; shift 3; exec " + shell + " -s $*\"";
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "bash --posix"})
    void aSessionLearnsItsProcessAndALaterOneEndsItAlthoughItIsFrozen(String shell)
            throws Exception {
        try (RealSshd sshd = RealSshd.with().keyOptions(with(shell)).start()) {
            SshSession first = open(server(sshd));
            ServerProcess own = identify(first).process();
            assertEquals(sshd.session().pid(), own.pid());
            sshd.freeze(sshd.session());

            SshSession second = open(server(sshd));
            assertEquals(Ended.ENDED, end(second, own));
            assertEquals(Ended.GONE, end(second, own));
            SshSession third = open(server(sshd));
            assertEquals(2, identify(third).sessions(), "established ones, itself among them");
            third.end();
            ServerProcess other = identify(second).process();
            assertEquals(own.bootId(), other.bootId());
            assertEquals(Ended.NOT_OURS, end(second, other), "never this session itself");
            second.end();
            first.end();
        }
    }

    @Test
    void aFrozenSessionThatIsAProgramOfItsOwnIsEndedToo() throws Exception {
        // Where Debian has none newer, the machine's own is new enough, or is all there is.
        Path newer = Tools.newerSshd().orElse(Tools.sshd());
        try (RealSshd sshd = RealSshd.with().program(newer).start()) {
            SshSession first = open(server(sshd));
            ServerProcess own = identify(first).process();
            if (Tools.newerSshd().isPresent()) {
                assertEquals("sshd-session", own.program());
            }
            sshd.freeze(sshd.session());
            SshSession second = open(server(sshd));
            assertEquals(Ended.ENDED, end(second, own));
            second.end();
            first.end();
        }
    }

    @Test
    void nothingIsEndedThatIsNotWhatTheRecordSays() throws Exception {
        try (RealSshd sshd = RealSshd.stock()) {
            SshSession victim = open(server(sshd));
            ServerProcess p = identify(victim).process();
            SshSession other = open(server(sshd));
            List<ServerProcess> wrong =
                    List.of(
                            new ServerProcess(
                                    "other-boot", p.pid(), p.startTime(), p.program(), p.account()),
                            new ServerProcess(p.bootId(), p.pid(), "1", p.program(), p.account()),
                            new ServerProcess(
                                    p.bootId(),
                                    p.pid(),
                                    p.startTime(),
                                    "sshd-session",
                                    p.account()),
                            new ServerProcess(
                                    p.bootId(), p.pid(), p.startTime(), p.program(), "nobody"),
                            new ServerProcess(
                                    p.bootId(),
                                    ProcessHandle.current().pid(),
                                    p.startTime(),
                                    p.program(),
                                    p.account()));
            for (ServerProcess record : wrong) {
                assertEquals(Ended.NOT_OURS, end(other, record), record.toString());
            }
            for (long pid : new long[] {0, 1, -1}) {
                assertEquals(
                        Ended.FAILED,
                        end(
                                other,
                                new ServerProcess(
                                        p.bootId(), pid, p.startTime(), p.program(), p.account())));
            }
            assertEquals(
                    Ended.FAILED,
                    end(other, new ServerProcess("x; reboot", 5, "1", p.program(), p.account())));
            assertEquals(2, sshd.sessions().size());
            victim.end();
            other.end();
        }
    }

    @Test
    void anAccountWithoutAShellSaysSo() throws Exception {
        try (RealSshd sshd =
                RealSshd.with()
                        .keyOptions("command=\"echo This account is not available.\"")
                        .start()) {
            SshSession session = open(server(sshd));
            Identified answer = identify(session);
            assertNull(answer.process());
            assertTrue(answer.reason().contains("This account is not available."), answer.reason());
            String why = ask(ended -> session.heartbeat("uptime", line -> {}, ended));
            assertTrue(why.contains("runs no commands"), why);
            session.end();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "bash --posix"})
    void noHeartbeatOutlivesItsSessionHoweverThatEnds(String shell) throws Exception {
        List<String> commands =
                List.of(
                        Staleness.DEFAULTS.heartbeatCommand(),
                        "while true; do uptime; sleep 2; done",
                        "sleep 1000",
                        "trap '' HUP TERM PIPE; while :; do sleep 1; done");
        try (RealSshd sshd = RealSshd.with().keyOptions(with(shell)).start()) {
            for (int i = 0; i < 20; i++) {
                SshSession session = open(server(sshd));
                String command = "echo started; " + commands.get(i % commands.size());
                List<String> lines = new CopyOnWriteArrayList<>();
                session.heartbeat(command, lines::add, why -> {});
                await().atMost(LONG).until(() -> lines.contains("started"));
                if (i % 2 == 0) {
                    session.end();
                } else {
                    sshd.kill(sshd.session());
                    session.end();
                }
                // While the session lives, what it started is no leftover yet.
                await().atMost(LONG).until(() -> sshd.sessions().isEmpty());
                await().atMost(LONG).until(() -> sshd.leftovers().isEmpty());
            }
        }
    }

    @Test
    void theHeartbeatsLinesAreEscapedAndItsEndIsTold() throws Exception {
        try (RealSshd sshd = RealSshd.stock()) {
            SshSession session = open(server(sshd));
            List<String> lines = new CopyOnWriteArrayList<>();
            String why =
                    ask(
                            ended ->
                                    session.heartbeat(
                                            "printf 'it'\\''s \\033[31mred\\n'; exit 3",
                                            lines::add,
                                            ended));
            assertEquals(List.of("it's \\x1b[31mred"), lines);
            assertEquals("the command ended with status 3", why);
            List<String> flood = new CopyOnWriteArrayList<>();
            Attempts.<String>ask(ended -> session.heartbeat("seq 1 100000", flood::add, ended));
            assertTrue(flood.size() <= 200, "lines passed on: " + flood.size());
            assertNotNull(identify(session).process());
            session.end();
        }
    }

    @Test
    void aLoginShellThatSaysAMegabyteAndAsksSomethingFirstHidesNothing() throws Exception {
        String start = "yes noise | head -n 200000; printf open; read -r one; read -r two; ";
        String words = "set -- $SSH_ORIGINAL_COMMAND; shift 3; exec sh -s $*";
        try (RealSshd sshd =
                RealSshd.with().keyOptions("command=\"" + start + words + "\"").start()) {
            SshSession session = open(server(sshd));
            Identified answer = identify(session);
            assertNotNull(answer.process(), answer.reason());
            List<String> lines = new CopyOnWriteArrayList<>();
            String why = ask(ended -> session.heartbeat("echo alive", lines::add, ended));
            assertEquals(List.of("alive"), lines, why);
            session.end();
        }
    }

    private static Identified identify(SshSession session) {
        return ask(answer -> session.identify(LONG, answer));
    }

    private static Ended end(SshSession session, ServerProcess process) {
        return ask(answer -> session.endEarlier(process, LONG, answer));
    }
}
