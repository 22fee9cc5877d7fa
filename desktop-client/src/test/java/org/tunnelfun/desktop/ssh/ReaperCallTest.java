package org.tunnelfun.desktop.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tunnelfun.desktop.ssh.Attempts.ask;
import static org.tunnelfun.desktop.ssh.Attempts.open;
import static org.tunnelfun.desktop.ssh.Attempts.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tunnelfun.desktop.engine.SshSession;
import org.tunnelfun.desktop.engine.SshSession.Recheck;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.RealSshd;

/** What the reaper answers, and what anybody else there might. */
class ReaperCallTest {

    private static final String REAPED =
            "{\"port\":2001,\"verdict\":\"silent\",\"action\":\"reaped\","
                    + "\"reason\":\"silent for 2 strikes\"}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 OK        | reaped | true  | true  | the reaper says silent: why",
                "200 OK        | spared | true  | false | the reaper says silent: why",
                "403 Forbidden | none   | true  | false | the reaper answers 403: why",
                "429 Too Many  | none   | true  | false | the reaper answers 429: why",
            })
    void answers(String status, String action, boolean reached, boolean freed, String text) {
        String json =
                "{\"port\": 1, \"verdict\": \"silent\", \"action\": \"%s\", \"reason\": \"why\"}"
                        .formatted(action);
        assertEquals(
                new Recheck(reached, freed, text),
                ReaperCall.answer("HTTP/1.1 " + status + "\r\nX: y\r\n\r\n" + json));
    }

    @ParameterizedTest
    @CsvSource({"''", "SSH-2.0-x", "HTTP/1.1 200 OK", "HTTP/2 200 OK"})
    void whatIsNoReaperIsNotReached(String text) {
        assertFalse(ReaperCall.answer(text).reached());
    }

    @Test
    void theRequestGoesThroughTheSessionAndTheAnswerComesBack() throws Exception {
        List<String> requests = new CopyOnWriteArrayList<>();
        try (RealSshd sshd = RealSshd.stock();
                OddServer reaper =
                        new OddServer(
                                (visitor, self) -> {
                                    byte[] line = visitor.getInputStream().readNBytes(31);
                                    requests.add(new String(line));
                                    OddServer.say(
                                            visitor,
                                            "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"
                                                    + REAPED);
                                    self.stayOpen();
                                })) {
            SshSession session = open(server(sshd));
            Recheck answer = recheck(session, reaper.port(), 60);
            assertEquals(List.of("POST /v1/ports/2001/recheck HTT"), requests);
            assertTrue(answer.reached() && answer.freed(), answer.text());
            int free = FreePort.next();
            Recheck nobody = recheck(session, free, 60);
            assertFalse(nobody.reached());
            assertEquals("no reaper on port " + free + ": Connection refused", nobody.text());
            session.end();
        }
    }

    @Test
    void aSilentOneIsGivenUpInTime() throws Exception {
        try (RealSshd sshd = RealSshd.stock();
                OddServer silent = new OddServer((visitor, self) -> self.drip(visitor, "x"))) {
            SshSession session = open(server(sshd));
            assertFalse(recheck(session, silent.port(), 1).reached());
            session.end();
        }
    }

    private static Recheck recheck(SshSession session, int port, int seconds) {
        return ask(answer -> session.recheck(port, 2001, Duration.ofSeconds(seconds), answer));
    }
}
