package org.tunnelfun.desktop.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.tunnelfun.desktop.demo.Paper.Mood;

/** Second act: a plain ssh goes stale, and the reaper ends what is left of it on the server. */
final class ReapAct {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Stage stage;
    private final Paper paper;
    private final Path reaper;

    ReapAct(Stage stage, Paper paper, Path reaper) {
        this.stage = stage;
        this.paper = paper;
        this.reaper = reaper;
    }

    /** Plays; returns the seconds from the start of the sweep until the port was free. */
    double play() throws DemoException {
        paper.heading("2  A stale session that blocks its port, and the reaper on the server");
        int port = Ports.free();
        String forward = port + ":localhost:22";
        paper.command("ssh -N -R " + forward + " " + stage.user() + "@server      # a plain ssh");
        Clock clock = new Clock();
        List<String> ssh = stage.ssh(stage.port(), "-N", "-R", port + ":localhost:" + stage.port());
        ssh.add(stage.user() + "@127.0.0.1");
        Process device = stage.start("ssh", ssh);
        if (!Clock.await(PATIENCE, () -> answers(port))) {
            throw new DemoException("ssh did not come up: " + stage.log("ssh"));
        }
        paper.event(clock.seconds(), Mood.GOOD, "port " + port + " answers");
        paper.say("The device vanishes without a word, as a closed laptop does.");
        paper.command("kill -STOP " + device.pid());
        clock = new Clock();
        stage.sessions();
        Processes.signal("STOP", device.toHandle());
        Clock.await(PATIENCE, () -> !answers(port));
        paper.event(clock.seconds(), Mood.BAD, "the port accepts, and says nothing");
        return sweep(port);
    }

    private double sweep(int port) throws DemoException {
        paper.command("tunnelfun-reaper sweep --ports " + port + " --timeout 2");
        List<String> sweep = new ArrayList<>(Programs.reaper(reaper));
        sweep.addAll(List.of("sweep", "--ports", Integer.toString(port), "--timeout", "2"));
        Clock clock = new Clock();
        String evidence = Processes.run(sweep);
        if (!Clock.await(Duration.ofSeconds(5), () -> Ports.isFree(port))) {
            throw new DemoException("The port is still taken. The reaper said:\n" + evidence);
        }
        double took = clock.seconds();
        paper.quote(evidence);
        paper.event(took, Mood.GOOD, "port " + port + " is free; the device can have it back");
        return took;
    }

    private static boolean answers(int port) {
        return Visits.banner(port, Duration.ofSeconds(1)).startsWith("SSH-2.0-");
    }
}
