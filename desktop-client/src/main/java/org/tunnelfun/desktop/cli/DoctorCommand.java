package org.tunnelfun.desktop.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.tunnelfun.desktop.app.Instance;
import org.tunnelfun.desktop.app.InstanceInfo;
import org.tunnelfun.desktop.app.Terminal;
import org.tunnelfun.desktop.config.ConfigException;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.control.ControlClient;
import org.tunnelfun.desktop.doctor.Doctor;
import org.tunnelfun.desktop.doctor.Finding;
import org.tunnelfun.desktop.engine.TunnelState;
import org.tunnelfun.desktop.engine.TunnelStatus;
import org.tunnelfun.desktop.ssh.JschSsh;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code doctor}. */
@Command(
        name = "doctor",
        header = "Tries every step of a tunnel and says what is wrong and what mends it.")
final class DoctorCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private InstanceOptions instance;
    @Mixin private SshOptions ssh;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description =
                    "A tunnel; by default all. Or user@host, with the -R and -i of: tunnelfun run")
    private String name;

    @Option(names = "--json", description = "One JSON document, for scripts.")
    private boolean json;

    @Option(
            names = "--prove",
            description =
                    "Show that the key can run no command, bind no other port and reach no"
                            + " other target.")
    private boolean prove;

    @Override
    public Integer call() throws ConfigException {
        List<TunnelConfig> tunnels =
                ssh.given()
                        // A reaper that is not there is no fault where none was named.
                        ? List.of(ssh.tunnel(spec, name, instance.configGiven()).withoutReaper())
                        : SshOptions.orServer(spec, name, instance::select);
        JschSsh client = new JschSsh();
        JsonArray all = new JsonArray();
        boolean well = true;
        for (TunnelConfig tunnel : tunnels) {
            if (!json) {
                String head = tunnel.name() + ": " + tunnel.server().address();
                Lines80.wrap(head, 80).forEach(out()::println);
            }
            Doctor doctor =
                    new Doctor(client, tunnel, forward -> held(tunnel, forward), this::print);
            List<Finding> findings = prove ? doctor.prove() : doctor.examine();
            boolean fine = findings.stream().noneMatch(f -> f.result() == Finding.Result.PROBLEM);
            well &= fine;
            all.add(document(tunnel, fine, findings));
        }
        if (json) {
            JsonObject document = new JsonObject();
            document.addProperty("version", 1);
            document.add("tunnels", all);
            out().println(
                            Terminal.json(
                                    new GsonBuilder()
                                            .setPrettyPrinting()
                                            .disableHtmlEscaping()
                                            .create()
                                            .toJson(document)));
        }
        return well ? ExitCode.FINE : ExitCode.FAILED;
    }

    private void print(Finding finding) {
        if (json) {
            return;
        }
        String result = finding.result().name().toLowerCase(Locale.ROOT);
        String head = "  %-8s %-11s".formatted(result, finding.step());
        List<String> lines = Lines80.wrap(finding.text(), 80 - head.length());
        out().println(Terminal.fit(head + lines.get(0)));
        String indent = " ".repeat(head.length());
        lines.stream().skip(1).forEach(l -> out().println(Terminal.fit(indent + l)));
        finding.mend().lines().forEach(l -> out().println(Terminal.fit("      | " + l)));
        out().flush();
    }

    private static JsonObject document(TunnelConfig tunnel, boolean fine, List<Finding> findings) {
        JsonObject json = new JsonObject();
        json.addProperty("name", tunnel.name());
        json.addProperty("ok", fine);
        JsonArray steps = new JsonArray();
        for (Finding f : findings) {
            JsonObject step = new JsonObject();
            step.addProperty("step", f.step());
            step.addProperty("result", f.result().name().toLowerCase(Locale.ROOT));
            step.addProperty("text", f.text());
            step.addProperty("mend", f.mend());
            steps.add(step);
        }
        json.add("steps", steps);
        return json;
    }

    /** Whether the running instance of the same config has this forward up. */
    private String held(TunnelConfig tunnel, Forward forward) {
        Instance which =
                ssh.given()
                        ? instance.instanceOf(SshOptions.described(tunnel))
                        : instance.instance();
        return InstanceInfo.read(which.info())
                .filter(i -> i.process().isPresent())
                .filter(i -> up(i, tunnel, forward))
                .map(i -> forward.remote() + " is up in the running tunnelfun, pid " + i.pid())
                .orElse("");
    }

    private static boolean up(InstanceInfo running, TunnelConfig tunnel, Forward forward) {
        try {
            List<TunnelStatus> statuses =
                    ControlClient.statuses(running.socket(), ControlAction.PATIENCE);
            return statuses.stream()
                    .filter(s -> s.name().equals(tunnel.name()) && s.state() == TunnelState.UP)
                    .flatMap(s -> s.forwards().stream())
                    .anyMatch(f -> f.forward().remote().equals(forward.remote()));
        } catch (IOException e) {
            return false;
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
