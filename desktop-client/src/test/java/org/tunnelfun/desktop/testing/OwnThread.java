package org.tunnelfun.desktop.testing;

import java.util.concurrent.Executor;

/**
 * A thread for each task that may wait. The usual pool has one fewer than the machine has
 * processors: of two tasks that wait for each other the second might never begin.
 */
public final class OwnThread {

    public static final Executor EACH =
            task -> {
                Thread thread = new Thread(task);
                thread.setDaemon(true);
                thread.start();
            };

    private OwnThread() {}
}
