package org.tunnelfun.reaper.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tunnelfun.reaper.probe.BannerProbe;
import org.tunnelfun.reaper.probe.Control;
import org.tunnelfun.reaper.probe.Limits;
import org.tunnelfun.reaper.probe.Probe;
import org.tunnelfun.reaper.proc.Sessions;
import org.tunnelfun.reaper.sweep.DryRun;
import org.tunnelfun.reaper.sweep.ProcessSignals;
import org.tunnelfun.reaper.sweep.Rights;
import org.tunnelfun.reaper.sweep.Signals;
import org.tunnelfun.reaper.sweep.Sweep;
import org.tunnelfun.reaper.sweep.Time;

/**
 * The real parts put together.
 *
 * @param sweep ready to run
 * @param rights what this process may do
 * @param limits how many ports it probes at once
 * @param control to be closed at the end
 */
record Wiring(Sweep sweep, Rights rights, Limits limits, Control control) implements AutoCloseable {
    private static final Path PROC = Path.of("/proc");

    static Wiring of(Time time) throws IOException {
        Sessions sessions = new Sessions(PROC, Path.of("/etc/passwd"));
        Rights rights = Rights.read(sessions.proc());
        Limits limits = new Limits(PROC.resolve("self"));
        Signals signals = new ProcessSignals(sessions.proc(), rights, time);
        Probe probe = new BannerProbe(limits::window);
        Control control = new Control();
        Sweep sweep = new Sweep(sessions, probe, control, signals, new DryRun(rights), time);
        return new Wiring(sweep, rights, limits, control);
    }

    /** What an administrator should know before reading a report. */
    List<String> notes(int ports) {
        List<String> notes = new ArrayList<>(List.of(rights.note(), limits.note(ports)));
        notes.removeIf(String::isEmpty);
        return notes;
    }

    @Override
    public void close() throws IOException {
        control.close();
    }
}
