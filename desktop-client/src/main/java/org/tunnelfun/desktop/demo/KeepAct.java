package org.tunnelfun.desktop.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.tunnelfun.desktop.demo.Paper.Mood;

/** First act: a tunnel is proven, loses its session, loses it in a nastier way, and comes back. */
final class KeepAct {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Longer than {@code steadyAfter}, in seconds. */
    private static final double STEADY = 5.5;

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
            await(visits, clock, client, "");
            visit();
            List<Double> outages = new ArrayList<>();
            paper.say("The server's session dies.");
            outages.add(fault(visits, client, "KILL", "nobody listens on the port"));
            paper.say(
                    "Nastier: the session hangs. Its port goes on accepting visitors, says nothing,"
                            + " and cannot be bound again. This is where ssh and autossh stay down"
                            + " for ever.");
            outages.add(fault(visits, client, "STOP", "the port accepts, and says nothing"));
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

    private double fault(Visits visits, Process client, String signal, String symptom)
            throws DemoException {
        ProcessHandle session = session();
        // After less than five seconds a client takes its time: it may not be a fault but a rule.
        Clock.pause(STEADY);
        paper.command("kill -" + signal + " " + session.pid());
        Clock clock = new Clock();
        visits.restart(clock);
        Processes.signal(signal, session);
        return await(visits, clock, client, symptom);
    }

    private ProcessHandle session() throws DemoException {
        if (!Clock.await(PATIENCE, () -> stage.sessions().size() == 1)) {
            throw new DemoException(stage.sessions().size() + " sessions instead of one.");
        }
        return stage.sessions().get(0);
    }

    /**
     * Tells what happens until the port answers again and the client says so.
     *
     * @param symptom what a visitor sees meanwhile; empty if nothing is broken
     */
    private double await(Visits visits, Clock clock, Process client, String symptom)
            throws DemoException {
        AtomicBoolean symptomTold = new AtomicBoolean(symptom.isEmpty());
        // It may be over before any visitor saw it: then those count who came after it.
        // The client says UP and visitors get through at nearly the same time: told in order.
        List<Told> endings = new ArrayList<>();
        boolean back =
                Clock.await(
                        PATIENCE,
                        () -> {
                            if (!symptomTold.get() && visits.failedSince().isPresent()) {
                                symptomTold.set(true);
                                paper.event(visits.failedSince().getAsDouble(), Mood.BAD, symptom);
                            }
                            narration.follow(event -> tell(clock, event, endings));
                            return !client.isAlive()
                                    || (!endings.isEmpty()
                                            && visits.answeredSince(
                                                            symptomTold.get()
                                                                    ? 0
                                                                    : endings.get(0).at)
                                                    >= 0);
                        });
        if (!back || !client.isAlive()) {
            throw new DemoException("The tunnel did not come up. Its log:\n" + stage.log("client"));
        }
        double since = visits.answeredSince(0);
        endings.add(new Told(since, "visitors hear " + Visits.banner(port, PATIENCE)));
        endings.sort(Comparator.comparingDouble(Told::at));
        endings.forEach(told -> paper.event(told.at, Mood.GOOD, told.text));
        if (!symptom.isEmpty()) {
            Clock.pause(0.8);
            paper.strip(
                    visits.strip(),
                    "a visitor each 0.%d s: the port was dead for %.1f s"
                            .formatted(visits.step(), since));
        }
        return since;
    }

    private void tell(Clock clock, Narration.Event event, List<Told> endings) {
        String text = "tunnelfun: " + event.text();
        if (event.up()) {
            endings.add(new Told(clock.seconds(), text));
        } else {
            paper.event(clock.seconds(), Mood.BUSY, text);
        }
    }

    private record Told(double at, String text) {}
}
