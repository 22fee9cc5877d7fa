package org.tunnelfun.desktop.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.tunnelfun.desktop.demo.Paper.Mood;

/** First act: a tunnel is proven, loses its session, loses it in a nastier way, and comes back. */
final class KeepAct {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Stage stage;
    private final Paper paper;
    private final int port;
    private final Narration narration;

    KeepAct(Stage stage, Paper paper) throws DemoException {
        this.stage = stage;
        this.paper = paper;
        port = Ports.free();
        narration = new Narration(stage, "client");
    }

    /** Plays; returns the measured outages in seconds. */
    List<Double> play() throws DemoException {
        paper.heading("1  A tunnel that comes back by itself");
        paper.command("tunnelfun run -R " + port + ":localhost:22 " + stage.user() + "@server");
        Clock clock = new Clock();
        Process client = stage.start("client", command());
        try (Visits visits = new Visits(port)) {
            visits.restart(clock);
            await(visits, clock, client, false);
            visit();
            List<Double> outages = new ArrayList<>();
            paper.say("The server's session dies.");
            outages.add(fault(visits, client, "KILL"));
            Clock.pause(1.5);
            paper.say(
                    "Nastier: the session hangs. Its port goes on accepting visitors, says nothing,"
                            + " and is taken for everybody who tries to bind it again. This is where ssh"
                            + " and autossh stay down for ever.");
            outages.add(fault(visits, client, "STOP"));
            return outages;
        } finally {
            client.destroy();
            Clock.await(Duration.ofSeconds(3), () -> !client.isAlive());
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(Programs.tunnelfun());
        command.addAll(List.of("run", "-i", stage.file("id").toString()));
        // The demo's sshd is the target too: the way through the tunnel leads to a real login.
        command.addAll(List.of("-R", port + ":localhost:" + stage.port()));
        command.addAll(List.of("--known-hosts", stage.file("known_hosts").toString()));
        command.addAll(List.of("-p", Integer.toString(stage.port())));
        command.addAll(List.of("--state-dir", stage.file("state").toString()));
        command.add(stage.user() + "@127.0.0.1");
        return command;
    }

    private void visit() throws DemoException {
        paper.command("ssh -p " + port + " localhost uptime      # anybody's way to the device");
        List<String> ssh = new ArrayList<>(stage.ssh(port, stage.user() + "@127.0.0.1"));
        ssh.add("uptime || date");
        paper.quote(Processes.run(ssh));
    }

    private double fault(Visits visits, Process client, String signal) throws DemoException {
        ProcessHandle session = session();
        Clock.pause(2.5);
        paper.command("kill -" + signal + " " + session.pid());
        Clock clock = new Clock();
        visits.restart(clock);
        Processes.signal(signal, session);
        return await(visits, clock, client, true);
    }

    private ProcessHandle session() throws DemoException {
        if (!Clock.await(PATIENCE, () -> stage.sessions().size() == 1)) {
            throw new DemoException(stage.sessions().size() + " sessions instead of one.");
        }
        return stage.sessions().get(0);
    }

    /** Tells what happens until the port answers again and the client says so. */
    private double await(Visits visits, Clock clock, Process client, boolean broken)
            throws DemoException {
        boolean[] told = {!broken, false};
        boolean back =
                Clock.await(
                        PATIENCE,
                        () -> {
                            if (!told[0] && visits.failed()) {
                                told[0] = true;
                                paper.event(clock.seconds(), Mood.BAD, "the port is down");
                            }
                            narration.follow(event -> tell(clock, event, told));
                            return !client.isAlive()
                                    || (told[1] && told[0] && visits.answeredSince() >= 0);
                        });
        if (!back || !client.isAlive()) {
            throw new DemoException("The tunnel did not come up. Its log:\n" + stage.log("client"));
        }
        double since = visits.answeredSince();
        paper.event(since, Mood.GOOD, "the port answers: " + Visits.banner(port, PATIENCE));
        if (broken) {
            Clock.pause(0.5);
            String each = visits.step() == 1 ? "0.1 s" : "0." + visits.step() + " s";
            paper.strip(
                    visits.strip(),
                    "a visit of port %d each %s    outage %.1f s".formatted(port, each, since));
        }
        return since;
    }

    private void tell(Clock clock, Narration.Event event, boolean[] told) {
        told[1] |= event.up();
        paper.event(clock.seconds(), event.up() ? Mood.GOOD : Mood.BUSY, "client: " + event.text());
    }
}
