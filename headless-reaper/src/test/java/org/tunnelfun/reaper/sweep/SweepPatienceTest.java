package org.tunnelfun.reaper.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tunnelfun.reaper.judge.Verdict;
import org.tunnelfun.reaper.sweep.PortReport.Action;

/** Whole sweeps: what is left in peace, for how long, and what slows them down. */
class SweepPatienceTest extends SweepFixture {

    @Test
    void aDeadSessionWithATerminalIsSparedAndLeftAloneForAQuarterOfAnHour() throws Exception {
        long pid = session(2001);
        proc.process(pid, 4200, "sshd", "sshd: anna@pts/0", 1000);
        silent(2001);
        assertTrue(only(sweep()).reason().contains("terminal"));
        assertEquals(2, probed.size());
        for (int sweeps = 0; sweeps < 40; sweeps++) {
            time.pass(Duration.ofSeconds(20));
            PortReport report = only(sweep());
            assertEquals(Verdict.SILENT, report.verdict());
        }
        assertEquals(2, probed.size());
        time.pass(Duration.ofMinutes(2));
        sweep();
        assertEquals(3, probed.size());
        assertEquals(List.of(), ended);
    }

    @Test
    void aTerminalWhoseConnectionIsDeadDoesNotProtect() throws Exception {
        long pid = session(2001);
        proc.process(pid, 4200, "sshd", "sshd: anna@pts/0", 1000);
        proc.connection(pid, 3, 100_000 + pid, 96, 4);
        silent(2001);
        assertEquals(Action.REAPED, only(sweep()).action());
    }

    @Test
    void oneRetransmissionOfALossyLinkIsNoProofAgainstATerminal() throws Exception {
        long pid = session(2001);
        proc.process(pid, 4200, "sshd", "sshd: anna@pts/0", 1000);
        proc.connection(pid, 3, 100_000 + pid, 96, 1);
        silent(2001);
        afterRound =
                () -> {
                    try {
                        if (probed.size() > 1) {
                            proc.connection(pid, 3, 100_000 + pid, 0, 0);
                        }
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                };
        assertEquals(Action.SPARED, only(sweep()).action());
    }

    @Test
    void aDeviceThatAnsweredIsLeftInPeaceForFiveSeconds() throws Exception {
        session(2001);
        sweep();
        time.pass(Duration.ofSeconds(1));
        assertEquals(Verdict.ALIVE, only(sweep()).verdict());
        assertEquals(1, probed.size());
        time.pass(Duration.ofSeconds(5));
        sweep();
        assertEquals(2, probed.size());
    }

    @Test
    void whoAsksForAPortWaitsUntilItsDeviceHadItsRest() throws Exception {
        session(2001);
        session(2002);
        sweep();
        long asked = time.nanos();
        silent(2001);
        Report report = sweep.run(config, Optional.of(Set.of(2001)));
        assertEquals(Action.REAPED, only(report).action());
        assertTrue(time.nanos() - asked >= Duration.ofSeconds(15).toNanos());
        assertEquals(2, probed.stream().filter(p -> p == 2001).count() - 1);
        assertEquals(1, probed.stream().filter(p -> p == 2002).count());
    }

    @Test
    void whoAsksForAPortOverrulesTheQuarterOfAnHour() throws Exception {
        config(", \"expect\": {\"2001\": \"any\"}");
        session(2001);
        silent(2001);
        sweep();
        time.pass(Duration.ofSeconds(10));
        sweep.run(config, Optional.of(Set.of(2001)));
        assertEquals(2, probed.size());
    }

    @Test
    void ofTwelveDevicesSevenFallAsleepAndAtMostFiveAreEndedPerSweep() throws Exception {
        for (int i = 0; i < 12; i++) {
            session(2001 + i);
        }
        silent(2001, 2002, 2003, 2004, 2005, 2006, 2007);
        Report first = sweep();
        assertEquals(5, ended.size());
        assertEquals(5, first.reaped());
        assertTrue(first.notes().get(0).startsWith("BRAKE"), first.notes().toString());
        assertEquals(3, probed.stream().filter(p -> p == 2001).count());
        assertEquals(
                2, first.ports().stream().filter(p -> p.reason().contains("has to wait")).count());
        time.pass(Duration.ofSeconds(20));
        Report second = sweep();
        assertEquals(7, ended.size());
        assertEquals(2, second.reaped());
    }

    @Test
    void whatIsAskedForSinglyCountsAgainstTheBrakeToo() throws Exception {
        for (int i = 0; i < 14; i++) {
            session(2001 + i);
            silent(2001 + i);
        }
        sweep();
        assertEquals(5, ended.size());
        Set<Integer> rest = Set.of(2006, 2007, 2008, 2009, 2010, 2011, 2012, 2013, 2014);
        sweep.run(config, Optional.of(rest));
        assertEquals(5, ended.size());
    }

    @Test
    void aDryRunDoesEverythingButTheSignal() throws Exception {
        config(", \"dryRun\": true");
        session(2001);
        silent(2001);
        Report report = sweep();
        assertEquals(Action.WOULD_REAP, only(report).action());
        assertEquals(0, report.reaped());
        assertEquals(List.of(), ended);
        assertEquals(2, probed.size());
        time.pass(Duration.ofMinutes(1));
        assertEquals(Action.WOULD_REAP, only(sweep()).action());
        assertEquals(2, probed.size());
    }

    @Test
    void aPortWhereAnythingMayAnswerIsReportedAndNeverReaped() throws Exception {
        config(", \"expect\": {\"2001\": \"any\"}");
        session(2001);
        silent(2001);
        PortReport report = only(sweep());
        assertEquals(Verdict.SILENT, report.verdict());
        assertEquals(Action.SPARED, report.action());
        assertEquals(List.of(), ended);
    }
}
