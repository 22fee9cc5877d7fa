package org.tunnelfun.reaper.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.reaper.config.ConfigException;
import org.tunnelfun.reaper.config.ConfigFile;
import org.tunnelfun.reaper.config.ReaperConfig;
import org.tunnelfun.reaper.probe.Control;
import org.tunnelfun.reaper.probe.Heard;
import org.tunnelfun.reaper.probe.Heard.Outcome;
import org.tunnelfun.reaper.probe.Probe;
import org.tunnelfun.reaper.proc.Holder;
import org.tunnelfun.reaper.proc.Sessions;
import org.tunnelfun.reaper.testing.FakeProc;
import org.tunnelfun.reaper.testing.FakeTime;

/**
 * A fake kernel, a scripted probe and a clock that only sleeping moves, for whole sweeps in no
 * time.
 */
abstract class SweepFixture implements Probe, Signals {
    @TempDir Path folder;

    final FakeTime time = new FakeTime();
    final List<Process> processes = new ArrayList<>();
    final Map<Integer, Outcome> outcomes = new HashMap<>();
    final List<Integer> probed = new ArrayList<>();
    final List<Long> ended = new ArrayList<>();
    boolean controlHeard = true;
    Runnable afterRound = () -> {};
    FakeProc proc;
    Control control;
    Sweep sweep;
    ReaperConfig config;

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

    void config(String more) throws ConfigException {
        config = ConfigFile.read("{\"version\":1,\"ports\":\"2000-2099\"" + more + "}");
    }

    @AfterEach
    void end() throws IOException {
        control.close();
        processes.forEach(Process::destroyForcibly);
    }

    // The real pid of some process that does nothing: a handle must be had for it.
    long session(int... ports) throws IOException {
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

    void silent(int... ports) {
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

    void close(long inode) {
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

    Report sweep() throws InterruptedException {
        return sweep.run(config, Optional.empty());
    }

    PortReport only(Report report) {
        assertEquals(1, report.ports().size(), report.ports().toString());
        return report.ports().get(0);
    }
}
