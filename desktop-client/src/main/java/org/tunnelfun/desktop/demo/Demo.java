package org.tunnelfun.desktop.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The whole demo, from the curtain to the last broom. */
public final class Demo {

    private static final int UNAVAILABLE = 69;
    private static final Duration INTERRUPT_TELLS = Duration.ofMillis(500);

    private final Paper paper;

    /** A demo on standard output. */
    public Demo() {
        this(Paper.standardOutput());
    }

    Demo(Paper paper) {
        this.paper = paper;
    }

    /**
     * Plays, under a minute.
     *
     * @param reaper jar of the reaper; without it the second act is left out
     * @return exit code: 0, 1 when something did not go as shown, 69 when a program is missing
     */
    public int play(Optional<Path> reaper) {
        if (System.getProperty("os.name").startsWith("Windows")) {
            System.err.println("The demo needs OpenSSH's server and signals: Linux or macOS.");
            return UNAVAILABLE;
        }
        Stage stage;
        try {
            stage = new Stage();
        } catch (IOException | DemoException e) {
            System.err.println(e.getMessage());
            return UNAVAILABLE;
        }
        // Ctrl-C goes to everybody on this terminal; who is deaf to it is ended by the stage.
        Thread broom = new Thread(stage::close, "broom");
        Runtime.getRuntime().addShutdownHook(broom);
        try {
            acts(stage, reaper);
            return 0;
        } catch (DemoException e) {
            // Ctrl-C reaches the demo's programs too: that they end then is no news.
            if (!Clock.await(INTERRUPT_TELLS, stage::closed)) {
                System.err.println(e.getMessage());
            }
            return 1;
        } finally {
            stage.close();
        }
    }

    private void acts(Stage stage, Optional<Path> reaper) throws DemoException {
        Clock clock = new Clock();
        paper.title("Tunnelfun, a demo", "a real sshd, real tunnels, measured times");
        paper.say(
                "The server is %s, run as %s on port %d of this machine only, with keys for this"
                                .formatted(stage.sshdVersion(), stage.user(), stage.port())
                        + " minute. Nothing is installed, nothing will be left.");
        List<Double> outages = new KeepAct(stage, paper).play();
        Optional<Double> reaped = Optional.empty();
        if (reaper.isPresent()) {
            reaped = Optional.of(new ReapAct(stage, paper, reaper.get()).play());
        }
        stage.close();
        paper.heading("In short");
        paper.blank();
        paper.line(seconds("server's session killed    back after %4.1f s", outages.get(0)));
        paper.line(
                seconds("server's session frozen    back after %4.1f s", outages.get(1))
                        + "   (ssh, autossh: never)");
        paper.line(
                reaped.map(took -> seconds("stale plain ssh            reaped in  %4.1f s", took))
                        .orElse("second act left out: no reaper (--reaper JAR)"));
        paper.line(
                seconds(
                        "all of it                  %4.0f s; no process and no file is left",
                        clock.seconds()));
        paper.blank();
    }

    private static String seconds(String text, double value) {
        return String.format(Locale.ROOT, text, value);
    }
}
