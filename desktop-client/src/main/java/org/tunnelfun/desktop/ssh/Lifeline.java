package org.tunnelfun.desktop.ssh;

import java.util.ArrayList;
import java.util.List;

/** What must be closed to free an attempt wherever it is. Nothing in it blocks. */
final class Lifeline {

    private final List<Runnable> holds = new ArrayList<>();
    private boolean cut;

    /** Closed at {@link #cut}, or at once if that has been. */
    synchronized void hold(Runnable close) {
        if (cut) {
            close.run();
        } else {
            holds.add(close);
        }
    }

    synchronized void cut() {
        cut = true;
        holds.forEach(Runnable::run);
        holds.clear();
    }
}
