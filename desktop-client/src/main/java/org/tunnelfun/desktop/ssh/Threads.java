package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.Channel;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Daemon threads with names; they end by themselves when there is nothing to do. */
final class Threads {

    private Threads() {}

    static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, "ssh " + name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** As many as are needed at once. */
    static ExecutorService pool(String name) {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), named(name));
    }

    /** Deadlines; whatever it runs must not block. */
    static ScheduledThreadPoolExecutor clock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, named("deadlines"));
        clock.setKeepAliveTime(5, TimeUnit.SECONDS);
        clock.allowCoreThreadTimeOut(true);
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }

    private static final ExecutorService HANGING_UP = pool("hanging up");

    /** Closes a channel, which writes and so may block for as long as the session's socket does. */
    static void hangUp(Channel channel) {
        HANGING_UP.execute(channel::disconnect);
    }
}
