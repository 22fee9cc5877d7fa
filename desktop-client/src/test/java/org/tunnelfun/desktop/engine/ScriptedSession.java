package org.tunnelfun.desktop.engine;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.tunnelfun.desktop.config.Forward;

/** One session on the scripted server; frozen, it answers nothing and keeps the port. */
class ScriptedSession implements SshSession {
    final ScriptedSsh.Server server;
    final Ssh.Listener listener;
    final long pid;
    boolean closed;
    boolean frozen;
    long bytes = 1000;
    long written;
    OptionalLong unconfirmed = OptionalLong.empty();
    long writeBlocked;
    long sinceWriteBlocked = Long.MAX_VALUE;
    Duration login = Duration.ofMillis(100);
    int keepalives;
    int binds;
    int checks;

    /** Whether the server's shell has told its process. */
    boolean identified;

    /** Where each self-check waits in vain until its time is up, if they do. */
    Optional<Time.Loop> silentChecks = Optional.empty();

    /** Remote ports whose self-checks cannot even be made. */
    final Set<Integer> uncheckable = new HashSet<>();

    final List<String> asked = new ArrayList<>();
    Consumer<String> heartbeat = line -> {};
    int heartbeats;
    final List<Runnable> unanswered = new ArrayList<>();

    ScriptedSession(ScriptedSsh.Server server, Ssh.Listener listener, long pid) {
        this.server = server;
        this.listener = listener;
        this.pid = pid;
    }

    /** The network or the server ends it. */
    void lose(String why) {
        end();
        listener.ended(Failure.of(Failure.Kind.LOST, why));
    }

    /** Answers everything that is waiting and goes on; or finds the connection closed and exits. */
    void thaw() {
        frozen = false;
        if (closed) {
            unanswered.clear();
            server.holder = server.holder == this ? null : server.holder;
            return;
        }
        List<Runnable> late = List.copyOf(unanswered);
        unanswered.clear();
        late.forEach(Runnable::run);
    }

    private void answer(Runnable answer) {
        if (frozen) {
            unanswered.add(
                    () -> {
                        bytes += 40;
                        answer.run();
                    });
        } else if (!closed) {
            bytes += 40;
            answer.run();
        }
    }

    static final SessionFacts FACTS = new SessionFacts("here", "there", "kex", "cipher");

    @Override
    public Info info() {
        return new Info(
                "SSH-2.0-Scripted", "SHA256:key", InetAddress.getLoopbackAddress(), login, FACTS);
    }

    @Override
    public Traffic traffic() {
        return new Traffic(bytes, written, writeBlocked, sinceWriteBlocked);
    }

    @Override
    public OptionalLong unconfirmed() {
        return unconfirmed;
    }

    @Override
    public void keepalive(Runnable reply) {
        keepalives++;
        answer(reply);
    }

    @Override
    public void bind(Forward forward, Duration within, Consumer<Bind> answer) {
        binds++;
        asked.add("bind");
        answer(
                () -> {
                    boolean held =
                            server.foreignHolder
                                    || server.bindForbidden
                                    || server.refusedPorts.contains(forward.remote().port())
                                    || (server.holder != null && server.holder != this);
                    if (held) {
                        answer.accept(new Bind(false, 0, "refused"));
                    } else {
                        server.holder = this;
                        answer.accept(new Bind(true, forward.remote().port(), ""));
                    }
                });
    }

    @Override
    public void unbind(Forward forward, Duration within, Runnable done) {
        answer(
                () -> {
                    if (server.holder == this) {
                        server.holder = null;
                    }
                    done.run();
                });
    }

    @Override
    public void selfCheck(Forward forward, Duration within, Consumer<SelfCheck> answer) {
        checks++;
        if (uncheckable.contains(forward.remote().port())) {
            answer.accept(new SelfCheck(Heard.UNKNOWN, Heard.UNKNOWN, "", Duration.ZERO));
        } else if (silentChecks.isPresent()) {
            silentChecks.get().after(within, () -> answer.accept(silent(within)));
        } else {
            answer(() -> answer.accept(check()));
        }
    }

    private static SelfCheck silent(Duration within) {
        return new SelfCheck(Heard.SILENT, Heard.SILENT, "", within);
    }

    private SelfCheck check() {
        Heard heard = heard();
        return new SelfCheck(heard, heard, "SSH-2.0-Target", Duration.ofMillis(5));
    }

    private Heard heard() {
        if (server.checkImpossible) {
            return Heard.UNKNOWN;
        }
        if (server.checkForbidden) {
            return Heard.FORBIDDEN;
        }
        if (server.listensElsewhere) {
            return Heard.NOBODY;
        }
        if (server.holder != this) {
            return Heard.SILENT;
        }
        return server.targetDown ? Heard.TARGET_DOWN : Heard.PROVEN;
    }

    @Override
    public void probe(Forward forward, Duration within, Consumer<Heard> answer) {
        asked.add("probe");
        Heard first = server.firstProbes.poll();
        Heard heard = first == null ? server.probe : first;
        answer(() -> answer.accept(server.bindForbidden ? Heard.NOBODY : heard));
    }

    @Override
    public void heartbeat(String command, Consumer<String> line, Consumer<String> ended) {
        heartbeats++;
        if (server.shell) {
            heartbeat = line;
            answer(() -> line.accept("up 1 day"));
        } else {
            answer(() -> ended.accept("no shell"));
        }
    }

    @Override
    public void identify(Duration within, Consumer<Identified> answer) {
        if (server.slowShell) {
            return;
        }
        answer(
                () -> {
                    identified = server.shell;
                    answer.accept(
                            server.shell
                                    ? new Identified(process(), "", server.sessions)
                                    : Identified.nothing("no shell"));
                });
    }

    ServerProcess process() {
        return new ServerProcess(server.bootId, pid, "start-" + pid, "sshd", "tunnel");
    }

    @Override
    public void endEarlier(ServerProcess earlier, Duration within, Consumer<Ended> answer) {
        answer(
                () -> {
                    server.ended.add(earlier.pid());
                    if (server.holder != null && server.holder.pid == earlier.pid()) {
                        server.holder = null;
                    }
                    answer.accept(Ended.ENDED);
                });
    }

    @Override
    public void recheck(int reaperPort, int port, Duration within, Consumer<Recheck> answer) {
        answer(
                () -> {
                    boolean stale = server.foreignHolder && server.probe == Heard.SILENT;
                    server.foreignHolder = server.foreignHolder && !stale;
                    answer.accept(new Recheck(true, stale, stale ? "reaped" : "spared"));
                });
    }

    @Override
    public List<Visitors> visitors() {
        return List.of();
    }

    @Override
    public void end() {
        if (!closed) {
            closed = true;
            // A live server notices; a frozen one keeps the port.
            if (server.holder == this && !frozen) {
                server.holder = null;
            }
        }
    }
}
