package org.tunnelfun.desktop.engine;

import java.time.Duration;
import java.util.function.Consumer;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.engine.SshSession.Heard;
import org.tunnelfun.desktop.engine.SshSession.SelfCheck;

/**
 * Keeps one forward of one session bound ({@link Binding}) and checked: a half bind is repaired, a
 * silent one becomes a suspicion. Lives on the tunnel's loop.
 */
final class ForwardKeeper {
    private static final String NO_ANSWER = "the tunnel works, but nothing answers at ";
    private static final Duration AT_ONCE = Duration.ofMillis(30);
    private static final Duration REPAIR = Duration.ofSeconds(5);
    // While the target is down nothing is logged on the device, so its return is looked for often.
    private static final Duration TARGET_DOWN_CHECK = Duration.ofSeconds(10);
    // A server that forbids the check logs each one; its mind changes with its config.
    private static final Duration FORBIDDEN_CHECK = Duration.ofMinutes(5);
    // The server's connection to its own port, our answer to it, and what it then says.
    private static final int ROUND_TRIPS = 3;
    private static final Duration SECOND_CHECK = Duration.ofSeconds(1);
    // sshd ≥ 9.8 penalises a source that comes and goes more often (PerSourcePenalties).
    private static final Duration CHECK_PAUSE = Duration.ofSeconds(5);

    /** What the session does about it; called on the loop. */
    interface Events {
        /** Bound, unbound, proven or not: something to show. */
        void changed();

        /** Frees the port; answers with what is known of its holder. */
        void takeover(Forward forward, Consumer<Takeover.Outcome> done);

        /** The way was proven once and is silent now. */
        void silent(String reason);
    }

    private final LiveSession session;
    private final Forward forward;
    private final Events events;
    private final CheckQueue checks;
    private final Time.Loop loop;
    private final Binding binding;
    private final Vacancy vacancy;
    private final Repairs repairs = new Repairs();

    private Time.Timer timer = () -> {};
    private Proof proof = Proof.NONE;
    private String problem = "";
    private boolean provenOnce;
    private boolean checking;
    private boolean recentlyChecked;
    private Time.Timer pause = () -> {};
    private boolean otherSideWasHeld;
    private int silentChecks;
    private Verdict lastVerdict = Verdict.UNKNOWN;
    private boolean hadNoTime;
    private Runnable afterCheck = () -> {};

    /**
     * @param checks of the same target
     */
    ForwardKeeper(
            LiveSession session,
            Forward forward,
            CheckQueue checks,
            Time.Loop loop,
            Events events) {
        this.session = session;
        this.forward = forward;
        this.checks = checks;
        this.loop = loop;
        this.events = events;
        this.vacancy = new Vacancy(forward);
        this.binding =
                new Binding(
                        session,
                        forward,
                        loop,
                        new Binding.Events() {
                            @Override
                            public void granted() {
                                problem = vacancy.certain() ? problem : "";
                                events.changed();
                                check();
                            }

                            @Override
                            public void refused(String why) {
                                problem = why;
                                events.changed();
                            }

                            @Override
                            public void takeover(Consumer<Takeover.Outcome> done) {
                                events.takeover(forward, done);
                            }
                        });
    }

    Forward forward() {
        return forward;
    }

    int port() {
        return binding.port();
    }

    Proof proof() {
        return proof;
    }

    String problem() {
        return problem;
    }

    Binding binding() {
        return binding;
    }

    Vacancy vacancy() {
        return vacancy;
    }

    void stop() {
        checks.stop();
        binding.stop();
        timer.cancel();
        pause.cancel();
    }

    /** Asks for the port until it is granted. */
    void bind() {
        binding.bind();
    }

    /** Checks now, then again in time; {@code done} runs after the next check. */
    void check(Runnable done) {
        if (port() == 0) {
            loop.execute(done);
            return;
        }
        afterCheck = done;
        check();
    }

    /** Whether the last check spoke for the session; one that the server forbids does. */
    boolean lastCheckGood() {
        return lastVerdict.speaksForSession();
    }

    /** Whether the last check was silent, and had no time to be anything else. */
    boolean lastCheckHadNoTime() {
        return hadNoTime;
    }

    /** Takes over a port that was granted and proven outside of this keeper. */
    void adopt(int granted) {
        binding.adopt(granted);
        check();
    }

    /** Checks as soon as that is no nuisance to the device. */
    void checkSoon() {
        if (recentlyChecked) {
            later(CHECK_PAUSE, this::check);
        } else {
            check();
        }
    }

    /** Checks now, then again in time. */
    void check() {
        if (checking || port() == 0 || session.closed()) {
            return;
        }
        checking = true;
        timer.cancel();
        recentlyChecked = true;
        pause.cancel();
        pause = loop.after(CHECK_PAUSE, () -> recentlyChecked = false);
        checks.ask(this::visit);
    }

    private void visit(Runnable over) {
        if (port() == 0) {
            over.run();
            checking = false;
            tell();
            return;
        }
        Duration within = session.config().staleness().selfCheckTimeout();
        session.ssh()
                .selfCheck(
                        forward,
                        within,
                        session.here(
                                check -> {
                                    over.run();
                                    checked(check);
                                }));
    }

    private void checked(SelfCheck check) {
        checking = false;
        // It may have been given back meanwhile.
        if (port() != 0) {
            judge(check);
        }
        // After the judgement: who asks because of it is answered by it.
        tell();
    }

    private void tell() {
        Runnable done = afterCheck;
        afterCheck = () -> {};
        events.changed();
        done.run();
    }

    private void judge(SelfCheck check) {
        Verdict verdict = learned(Verdict.of(check));
        lastVerdict = verdict;
        boolean silent = verdict == Verdict.SILENT || verdict == Verdict.UNKNOWN;
        silentChecks = silent ? silentChecks : 0;
        if (lastCheckGood()) {
            vacancy.over();
        }
        switch (verdict) {
            case PROVEN -> proven(check);
            case TARGET_DOWN ->
                    settle(Proof.TARGET_DOWN, NO_ANSWER + forward.target(), TARGET_DOWN_CHECK);
            case FORBIDDEN ->
                    settle(
                            Proof.UNPROVEN,
                            "the server forbids the self-check: not proven end to end",
                            FORBIDDEN_CHECK);
            case HALF -> half(check);
            case NOBODY -> nobody();
            case FOREIGN -> foreign();
            case SILENT -> silent();
            case UNKNOWN -> unknown();
        }
    }

    // A check takes three round trips. Where our own upload stands in front of each of them they do
    // not fit into its time, so that its silence says nothing.
    private Verdict learned(Verdict verdict) {
        Duration share = session.config().staleness().selfCheckTimeout().dividedBy(ROUND_TRIPS);
        hadNoTime = verdict == Verdict.SILENT && session.keepalives().slowerThan(share);
        return hadNoTime ? Verdict.UNKNOWN : verdict;
    }

    private void proven(SelfCheck check) {
        if (otherSideWasHeld && (check.v4() == Heard.NOBODY || check.v6() == Heard.NOBODY)) {
            otherSideWasHeld = false;
            rebind("the other loopback of port " + port() + " is free again");
            return;
        }
        provenOnce = true;
        repairs.over();
        settle(Proof.PROVEN, "", session.config().staleness().selfCheckInterval());
        session.proven(check.took());
    }

    private void half(SelfCheck check) {
        otherSideWasHeld = true;
        boolean v4Held = check.v4() == Heard.FOREIGN || check.v4() == Heard.SILENT;
        String side = (v4Held ? "127.0.0.1:" : "[::1]:") + port();
        Heard who = v4Held ? check.v4() : check.v6();
        String holder = who == Heard.SILENT ? "something silent" : "another program that answers";
        proof = Proof.UNPROVEN;
        problem = "half a bind: on the server " + side + " is held by " + holder;
        repair();
    }

    private void foreign() {
        proof = Proof.NONE;
        problem = "port " + port() + " on the server leads to another program";
        repair();
    }

    // Takes what can be proven to be ours off the port, then looks again; a bind is given up only
    // when the other side has become free, so that a repair never costs a half that works.
    private void repair() {
        Duration in = repairs.next();
        events.takeover(
                forward,
                session.here(outcome -> later(outcome.acted() ? AT_ONCE : in, this::check)));
    }

    // One that was served is asked for at once; a grant that comes to nothing, ever more rarely.
    private void nobody() {
        if (vacancy.found()) {
            rebind("the server no longer listens on port " + port());
            return;
        }
        proof = Proof.NONE;
        problem = vacancy.problem(port());
        later(repairs.next(), () -> rebind(problem));
    }

    private void silent() {
        silentChecks++;
        if (silentChecks == 1) {
            later(SECOND_CHECK, this::check);
        } else if (provenOnce) {
            events.silent("nothing came back through port " + port());
            later(min(session.config().staleness().selfCheckInterval(), REPAIR), this::check);
        } else {
            proof = Proof.NONE;
            problem = "port " + port() + " is granted, but nothing comes back through it";
            rebindAfterTakeover();
        }
    }

    // Nothing was learned, so nothing changes; only a session that was never proven has to say so.
    private void unknown() {
        silentChecks++;
        if (!provenOnce && silentChecks > 2) {
            proof = Proof.UNPROVEN;
            problem = "the self-check could not be made: not proven end to end";
        }
        later(REPAIR, this::check);
    }

    private void rebindAfterTakeover() {
        Duration in = repairs.next();
        events.takeover(forward, session.here(outcome -> later(in, () -> rebind(problem))));
    }

    private void rebind(String why) {
        problem = why;
        proof = Proof.NONE;
        timer.cancel();
        binding.again(why);
    }

    private void settle(Proof now, String why, Duration nextCheck) {
        proof = now;
        problem = why;
        later(nextCheck, this::check);
    }

    private void later(Duration delay, Runnable task) {
        timer.cancel();
        timer = loop.after(delay, task);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
