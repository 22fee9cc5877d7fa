package org.tunnelfun.reaper.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tunnelfun.reaper.judge.Verdict;
import org.tunnelfun.reaper.probe.Heard.Outcome;
import org.tunnelfun.reaper.proc.Sessions;
import org.tunnelfun.reaper.sweep.PortReport.Action;

/** Whole sweeps: from what was heard to what is ended. */
class SweepTest extends SweepFixture {

    @Test
    void withNobodyListeningASweepHasNothingToDo() throws Exception {
        assertEquals(List.of(), sweep().ports());
    }

    @Test
    void aSilentSessionIsEndedAfterTheSecondStrikeOfTheSameSweep() throws Exception {
        long pid = session(2001);
        silent(2001);
        PortReport report = only(sweep());
        assertEquals(List.of(pid), ended);
        assertEquals(List.of(2001, 2001), probed);
        assertEquals(Action.REAPED, report.action());
        assertEquals(2, report.strikes());
        assertEquals("silent 2/2, TERM, port free after 12 ms", report.reason());
        assertEquals(List.of(), sweep().ports());
    }

    /** Holders are remembered from sweep to sweep, and terminals are opened in between. */
    @Test
    void nobodyIsEndedByWhatWasRememberedOfItAlone() throws Exception {
        config(",\"strikes\":1");
        long pid = session(2001);
        sweep();
        proc.process(pid, 4200, "sshd", "sshd: anna@pts/3", 1000);
        silent(2001);
        time.pass(Duration.ofSeconds(30));
        PortReport report = only(sweep());
        assertEquals(List.of(), ended);
        assertTrue(report.reason().contains("a terminal belongs to the session"), report.reason());
    }

    @Test
    void nobodyIsEndedIfTheLastLookAtItWasIncomplete() throws Exception {
        config(",\"strikes\":1");
        long pid = session(2001);
        silent(2001);
        afterRound = () -> unreadable(true);
        Report report = sweep();
        assertEquals(List.of(), ended);
        assertFalse(report.notes().isEmpty());
        unreadable(false);
        afterRound = () -> {};
        time.pass(Duration.ofSeconds(30));
        sweep();
        assertEquals(List.of(pid), ended);
    }

    /** What is missing in a table may be the very port that lives. */
    @Test
    void whileTheKernelsTablesCannotBeReadToTheirEndNobodyIsEnded() throws Exception {
        session(2001);
        silent(2001);
        unreadable(true);
        Report report = sweep();
        assertEquals(Verdict.UNKNOWN, only(report).verdict());
        assertEquals(
                List.of(
                        "the kernel's socket tables could not be read to their end:"
                                + " everything is unknown"),
                report.notes());
        unreadable(false);
        time.pass(Duration.ofSeconds(30));
        afterRound = () -> unreadable(true);
        assertEquals(Verdict.UNKNOWN, only(sweep()).verdict());
        assertEquals(List.of(), ended);
        unreadable(false);
        afterRound = () -> {};
        time.pass(Duration.ofSeconds(30));
        assertEquals(Action.REAPED, only(sweep()).action());
    }

    private void unreadable(boolean so) {
        Path table = proc.root().resolve("self/net/tcp6");
        try {
            Files.deleteIfExists(table);
            if (so) {
                Files.createDirectory(table);
            } else {
                Files.createFile(table);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whoSpeaksAtTheSecondProbeIsSpared() throws Exception {
        session(2001);
        silent(2001);
        afterRound = () -> outcomes.put(2001, Outcome.BANNER);
        assertEquals(Verdict.ALIVE, only(sweep()).verdict());
        assertEquals(List.of(), ended);
    }

    @Test
    void everyOtherVerdictIsSparedAndProbedOnce() throws Exception {
        session(2001);
        for (Outcome outcome :
                List.of(Outcome.BANNER, Outcome.BYTES, Outcome.CLOSED, Outcome.LOCAL_ERROR)) {
            probed.clear();
            outcomes.put(2001, outcome);
            time.pass(Duration.ofSeconds(30));
            sweep();
            assertEquals(List.of(2001), probed, outcome.toString());
        }
        assertEquals(List.of(), ended);
    }

    @Test
    void theStricterRuleOfTheOriginalEndsWhatClosesToo() throws Exception {
        config(", \"reap\": [\"silent\", \"closed\", \"other\"]");
        long pid = session(2001);
        outcomes.put(2001, Outcome.CLOSED);
        assertEquals(Action.REAPED, only(sweep()).action());
        assertEquals(List.of(pid), ended);
    }

    @Test
    void anInnocentOnAWatchedPortIsNotEvenProbed() throws Exception {
        proc.process(900, 1, "nginx", "nginx: master", 0).listener(900, 3, 2001, 77);
        silent(2001);
        PortReport report = only(sweep());
        assertEquals(Verdict.FOREIGN, report.verdict());
        assertEquals(Action.SPARED, report.action());
        assertEquals(List.of(), probed);
    }

    @Test
    void aPortOfTheSameSessionThatNobodyWatchesSavesItIfItLives() throws Exception {
        session(2001, 3001);
        silent(2001);
        PortReport report = only(sweep());
        assertEquals(List.of(2001, 2001, 3001), probed);
        assertEquals(Action.SPARED, report.action());
        assertTrue(report.reason().contains("port 3001"), report.reason());
        assertEquals(List.of(), ended);
    }

    @Test
    void allPortsOfASilentSessionAreReportedAndItIsEndedOnce() throws Exception {
        long pid = session(2001, 2002);
        silent(2001, 2002);
        Report report = sweep();
        assertEquals(List.of(pid), ended);
        assertEquals(2, report.reaped());
    }

    @Test
    void whenOurOwnListenerIsNotHeardEverythingIsUnknown() throws Exception {
        session(2001);
        silent(2001);
        controlHeard = false;
        Report report = sweep();
        assertEquals(Verdict.UNKNOWN, only(report).verdict());
        assertEquals(1, report.unknown());
        assertTrue(report.notes().get(0).contains("control listener"));
        assertEquals(List.of(), ended);
    }

    @Test
    void aLocalErrorIsNoStrikeAndWipesNoneOff() throws Exception {
        config(", \"strikes\": 3");
        session(2001);
        silent(2001);
        List<Outcome> script =
                new ArrayList<>(List.of(Outcome.NOTHING, Outcome.LOCAL_ERROR, Outcome.NOTHING));
        afterRound =
                () -> outcomes.put(2001, script.isEmpty() ? Outcome.NOTHING : script.remove(0));
        assertEquals(Verdict.UNKNOWN, only(sweep()).verdict());
        assertEquals(List.of(), ended);
        assertEquals(Action.REAPED, only(sweep()).action());
        assertEquals(4, probed.size());
    }

    @Test
    void aSessionThatIsGoneByTheSecondProbeIsNotReported() throws Exception {
        session(2001);
        silent(2001);
        afterRound = () -> close(1_002_001);
        assertEquals(List.of(), sweep().ports());
        assertEquals(List.of(), ended);
    }

    @Test
    void anotherProcessOnThePortAtTheSecondProbeIsNotHeldResponsible() throws Exception {
        session(2001);
        silent(2001);
        afterRound =
                () -> {
                    close(1_002_001);
                    try {
                        proc.process(900, 9, "nginx", "nginx", 0).listener(900, 3, 2001, 78);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                };
        sweep();
        assertEquals(List.of(), ended);
    }

    @Test
    void aNewSessionOnAnOldPortStartsWithoutStrikes() throws Exception {
        config(", \"strikes\": 1");
        session(2001);
        outcomes.put(2001, Outcome.LOCAL_ERROR);
        sweep();
        silent(2001);
        assertEquals(1, only(sweep()).strikes());
    }

    @Test
    void anAncestorOfTheReaperIsNeverEnded() throws Exception {
        long self = ProcessHandle.current().pid();
        proc.process(self, 4200, "sshd", "sshd: anna@notty", 1000).listener(self, 9, 2001, 55);
        Sessions sessions = new Sessions(proc.root(), folder.resolve("passwd"));
        sweep = new Sweep(sessions, this, control, this, this, time);
        silent(2001);
        assertTrue(only(sweep()).reason().contains("reaper itself"));
        assertEquals(List.of(), ended);
    }
}
