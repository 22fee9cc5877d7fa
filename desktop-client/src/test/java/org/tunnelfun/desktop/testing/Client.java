package org.tunnelfun.desktop.testing;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The client as its users know it: a process with a command line, {@code tunnelfun run -i … -R …}.
 */
public final class Client implements AutoCloseable {

    private final List<String> before;
    private final RealSshd sshd;
    private final String forward;
    private final String host;
    private final Path log;
    private final Path state;
    private Process process;

    /**
     * Does not start it yet.
     *
     * @param before what stands before the command, to run it elsewhere
     * @param forward {@code port:host:hostport}
     * @param host the server, as this client knows it
     */
    public Client(List<String> before, RealSshd sshd, String host, String forward) {
        this.before = before;
        this.sshd = sshd;
        this.host = host;
        this.forward = forward;
        log = sshd.folder().resolve("client-" + forward.replace(':', '-') + ".log");
        state = sshd.folder().resolve("state-" + forward.replace(':', '-'));
    }

    /** Starts it, for the first time or again; its state directory stays. */
    public Client start() throws IOException {
        List<String> command = tunnelfun("run");
        command.addAll(List.of("-i", sshd.identity().toString(), "-R", forward));
        command.addAll(List.of("--known-hosts", sshd.knownHosts().toString()));
        command.addAll(List.of("-p", "" + sshd.port(), "--state-dir", state.toString()));
        command.add(sshd.user() + "@" + host);
        process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        return this;
    }

    /** Ends it without a chance to say goodbye. */
    public void crash() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Its process. */
    public Process process() {
        return process;
    }

    /** What it logged so far. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    /** Its only tunnel in {@code status --json}. */
    public JsonObject status() {
        List<String> command = tunnelfun("status");
        command.addAll(List.of("--json", "--state-dir", state.toString()));
        return JsonParser.parseString(Tools.run(command))
                .getAsJsonObject()
                .getAsJsonArray("tunnels")
                .get(0)
                .getAsJsonObject();
    }

    /** Tells it something: {@code reconnect}. */
    public void tell(String subcommand) {
        List<String> command = tunnelfun(subcommand);
        command.addAll(List.of("--state-dir", state.toString()));
        Tools.run(command);
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private List<String> tunnelfun(String subcommand) {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("org.tunnelfun.desktop.app.Main", subcommand));
        return command;
    }
}
