package org.tunnelfun.desktop.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Lets the forwards of a session that have one target be checked a few at a time. For an sshd each
 * check is two logins that are not finished, and where those are ten it turns some away, visitors
 * among them (MaxStartups of sshd_config(5)). Lives on the tunnel's loop.
 */
final class CheckQueue {
    // An sshd counts a visitor for a moment after it has gone.
    private static final int AT_ONCE = 2;

    // What takes longer may never come, and is no reason to keep the others waiting.
    private static final Duration TURN = Duration.ofSeconds(2);

    private final Time.Loop loop;
    private final Deque<Consumer<Runnable>> waiting = new ArrayDeque<>();
    private int busy;

    CheckQueue(Time.Loop loop) {
        this.loop = loop;
    }

    /**
     * @param start begins the check, at once if there is room; is given what to run when it is over
     */
    void ask(Consumer<Runnable> start) {
        waiting.add(start);
        next();
    }

    /** Nothing more begins. */
    void stop() {
        waiting.clear();
    }

    private void next() {
        while (busy < AT_ONCE && !waiting.isEmpty()) {
            busy++;
            waiting.remove().accept(new Turn());
        }
    }

    private final class Turn implements Runnable {
        private final Time.Timer timer = loop.after(TURN, this);
        private boolean over;

        @Override
        public void run() {
            if (!over) {
                over = true;
                timer.cancel();
                busy--;
                next();
            }
        }
    }
}
