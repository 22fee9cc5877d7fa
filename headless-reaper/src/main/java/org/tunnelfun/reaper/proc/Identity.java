package org.tunnelfun.reaper.proc;

import java.util.Optional;

/** Whether a process still is the session that was observed. Asked right before each signal. */
public final class Identity {
    private final ProcFs proc;

    /** Reads from the same place as the observation. */
    public Identity(ProcFs proc) {
        this.proc = proc;
    }

    /** What is different now, in words, or empty if it is the same session with the same ports. */
    public Optional<String> changed(Holder session) {
        if (session.kind() != Holder.Kind.SESSION || session.handle().isEmpty()) {
            return Optional.of("it is no session that may be ended");
        }
        Optional<Stat> stat = proc.stat(session.pid());
        if (stat.isEmpty()) {
            return Optional.of("the process is gone");
        }
        if (session.start() == 0 || stat.get().start() != session.start()) {
            return Optional.of("the pid belongs to another process now");
        }
        String program = proc.program(session.pid()).orElse("");
        if (!program.equals(session.program())) {
            return Optional.of("the process runs another program now");
        }
        if (Title.of(proc.title(session.pid())).role() != Title.Role.SESSION) {
            return Optional.of("its title is no session's any more");
        }
        boolean holds = session.listeners().stream().allMatch(l -> holds(session.pid(), l));
        if (session.listeners().isEmpty() || !holds) {
            return Optional.of("it does not hold the same ports any more");
        }
        return Optional.empty();
    }

    private boolean holds(int pid, Holder.Listener listener) {
        return proc.descriptor(pid, listener.descriptor()).map(ProcFs::inode).orElse(0L)
                == listener.socket().inode();
    }
}
