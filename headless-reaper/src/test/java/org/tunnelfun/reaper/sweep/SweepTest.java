package org.tunnelfun.reaper.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.reaper.config.ConfigException;
import org.tunnelfun.reaper.config.ConfigFile;
import org.tunnelfun.reaper.config.ReaperConfig;
import org.tunnelfun.reaper.judge.Verdict;
import org.tunnelfun.reaper.probe.Control;
import org.tunnelfun.reaper.probe.Heard;
import org.tunnelfun.reaper.probe.Heard.Outcome;
import org.tunnelfun.reaper.probe.Probe;
import org.tunnelfun.reaper.proc.Holder;
import org.tunnelfun.reaper.proc.Sessions;
import org.tunnelfun.reaper.sweep.PortReport.Action;
import org.tunnelfun.reaper.testing.FakeProc;
import org.tunnelfun.reaper.testing.FakeTime;

/** Whole sweeps over a fake kernel and a scripted probe, in no time. */
class SweepTest implements Probe, Signals {
    @TempDir private Path folder;

    private final FakeTime time = new FakeTime();
    private final List<Process> processes = new ArrayList<>();
    private final Map<Integer, Outcome> outcomes = new HashMap<>();
    private final List<Integer> probed = new ArrayList<>();
    private final List<Long> ended = new ArrayList<>();
    private boolean controlHeard = true;
    private Runnable afterRound = () -> {};
    private FakeProc proc;
    private Control control;
    private Sweep sweep;
    private ReaperConfig config;

    @BeforeEach
    void aKernel() throws IOException, ConfigException {
        proc = new FakeProc(folder.resolve("proc"));
        Path passwd = folder.resolve("passwd");
        Files.writeString(passwd, "anna:x:1000:1000::/:/bin/sh\n");
        control = new Control();
        Sessions sessions = new Sessions(proc.root(), passwd);
        sweep =
                new Sweep(
                        sessions,
                        this,
                        control,
                        this,
                        new DryRun(Rights.read(sessions.proc())),
                        time);
        config("");
    }

    private void config(String more) throws ConfigException {
        config = ConfigFile.read("{\"version\":1,\"ports\":\"2000-2099\"" + more + "}");
    }

    @AfterEach
    void end() throws IOException {
        control.close();
        processes.forEach(Process::destroyForcibly);
    }

    // The real pid of some process that does nothing: a handle must be had for it.
    private long session(int... ports) throws IOException {
        Process process = new ProcessBuilder("sleep", "600").start();
        processes.add(process);
        long pid = process.pid();
        proc.process(pid, 4200, "sshd", "sshd: anna@notty", 1000);
        proc.connection(pid, 3, 100_000 + pid, 0, 0);
        for (int port : ports) {
            proc.listener(pid, 4 + port, port, 1_000_000 + port);
            outcomes.putIfAbsent(port, Outcome.BANNER);
        }
        return pid;
    }

    private void silent(int... ports) {
        for (int port : ports) {
            outcomes.put(port, Outcome.NOTHING);
        }
    }

    @Override
    public Map<InetSocketAddress, Heard> probe(Collection<Target> targets, Duration timeout) {
        Map<InetSocketAddress, Heard> heard = new LinkedHashMap<>();
        Set<Probe.Target> ours = Set.copyOf(control.targets());
        for (Target target : targets) {
            int port = target.address().getPort();
            Outcome outcome = outcomes.getOrDefault(port, Outcome.REFUSED);
            if (ours.contains(target)) {
                outcome = controlHeard ? Outcome.BANNER : Outcome.NOTHING;
            } else {
                probed.add(port);
            }
            heard.put(target.address(), new Heard(target.address(), outcome, 1, 0, 5000, ""));
        }
        time.pass(heard.size() > ours.size() ? timeout : Duration.ZERO);
        afterRound.run();
        return heard;
    }

    @Override
    public Map<Holder.Key, Ended> end(List<Holder> sessions, Duration grace) {
        Map<Holder.Key, Ended> all = new HashMap<>();
        for (Holder holder : sessions) {
            ended.add((long) holder.pid());
            all.put(holder.key(), new Ended(Ended.Result.FREED, "TERM", 12, ""));
            holder.listeners().forEach(l -> close(l.socket().inode()));
        }
        return all;
    }

    private void close(long inode) {
        try {
            proc.closed(inode);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public String missing(Holder holder) {
        return "";
    }

    private Report sweep() throws InterruptedException {
        return sweep.run(config, Optional.empty());
    }

    private PortReport only(Report report) {
        assertEquals(1, report.ports().size(), report.ports().toString());
        return report.ports().get(0);
    }

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
