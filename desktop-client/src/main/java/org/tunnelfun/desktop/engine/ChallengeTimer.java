package org.tunnelfun.desktop.engine;

import org.tunnelfun.desktop.config.Retry;
import org.tunnelfun.desktop.config.TunnelConfig;

/** Says when it is time for another {@link Challenge}. */
final class ChallengeTimer {
    private final Retry retry;
    private final Time.Loop loop;
    private final Runnable due;
    private boolean running;
    private Time.Timer timer = () -> {};

    ChallengeTimer(TunnelConfig config, Time.Loop loop, Runnable due) {
        this.retry = config.retry();
        this.loop = loop;
        this.due = due;
    }

    /** Runs while the tunnel is up and its setting asks for it. */
    void run(boolean up, Proof proof) {
        boolean wanted =
                up
                        && switch (retry.challenge()) {
                            case ALWAYS -> true;
                            case WHEN_UNPROVEN -> proof == Proof.UNPROVEN;
                            case OFF -> false;
                        };
        if (!wanted) {
            stop();
        } else if (!running) {
            running = true;
            arm();
        }
    }

    void stop() {
        running = false;
        timer.cancel();
    }

    private void arm() {
        timer =
                loop.after(
                        retry.challengeInterval(),
                        () -> {
                            if (running) {
                                arm();
                                due.run();
                            }
                        });
    }
}
