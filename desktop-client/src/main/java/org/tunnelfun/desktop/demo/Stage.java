package org.tunnelfun.desktop.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What the demo plays on: a folder, throw-away keys, a real sshd on a free port of the loopback.
 * {@link #close} takes everything away, in any state, and may be called by a shutdown hook too.
 */
final class Stage implements AutoCloseable {

    private static final String MARK = "TUNNELFUN_DEMO";

    private final String mark = UUID.randomUUID().toString();
    private final Path folder;
    private final int port = Ports.free();
    private final List<Process> started = new ArrayList<>();
    private final List<ProcessHandle> seen = new ArrayList<>();
    private Process sshd;
    private volatile boolean closed;

    Stage() throws IOException, DemoException {
        String program = Programs.sshd();
        folder = Files.createTempDirectory("tunnelfun-demo-");
        try {
            key("host");
            key("id");
            Files.copy(file("id.pub"), file("authorized_keys"));
            String[] host = Files.readString(file("host.pub")).split(" ");
            String names = "[localhost]:%1$d,[127.0.0.1]:%1$d,[::1]:%1$d".formatted(port);
            Files.writeString(file("known_hosts"), names + " " + host[0] + " " + host[1] + "\n");
            Files.writeString(file("sshd_config"), config());
            sshd =
                    start(
                            "sshd",
                            List.of(program, "-D", "-e", "-f", file("sshd_config").toString()));
            awaitSshd();
        } catch (IOException | DemoException e) {
            close();
            throw e;
        }
    }

    /** Whether the curtain has fallen. */
    boolean closed() {
        return closed;
    }

    /** Where the sshd listens. */
    int port() {
        return port;
    }

    String user() {
        return System.getProperty("user.name");
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** {@code OpenSSH_9.2p1 Debian-2}. */
    String sshdVersion() {
        return Visits.banner(port, Duration.ofSeconds(2)).replace("SSH-2.0-", "");
    }

    /** Starts a program whose output goes to {@code name.log}. */
    synchronized Process start(String name, List<String> command) throws DemoException {
        if (closed) {
            throw new DemoException("The demo has ended.");
        }
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(file(name + ".log").toFile())
                            .start();
            process.getOutputStream().close();
            started.add(process);
            return process;
        } catch (IOException e) {
            throw new DemoException(command.get(0) + " cannot be started: " + e.getMessage());
        }
    }

    /** Plain ssh to our sshd, with nothing of the user's own configuration. */
    List<String> ssh(int toPort, String... more) throws DemoException {
        List<String> command = new ArrayList<>(List.of(Programs.ssh(), "-F", "none"));
        command.addAll(List.of("-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes"));
        command.addAll(List.of("-o", "UserKnownHostsFile=" + file("known_hosts")));
        command.addAll(List.of("-o", "HostKeyAlias=[localhost]:" + port));
        command.addAll(List.of("-i", file("id").toString(), "-p", Integer.toString(toPort)));
        command.addAll(List.of(more));
        return command;
    }

    /** The sessions that are logged in now. */
    synchronized List<ProcessHandle> sessions() {
        List<ProcessHandle> sessions = Processes.sessions(sshd.toHandle());
        seen.addAll(sessions);
        return sessions;
    }

    /** What a program has printed so far. */
    String log(String name) {
        try {
            return Files.readString(file(name + ".log"));
        } catch (IOException none) {
            return "";
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        // Sessions first: they are ours only as long as their sshd can be asked for them.
        Stream<ProcessHandle> below = started.stream().flatMap(Process::descendants);
        List<ProcessHandle> all = new ArrayList<>(Stream.concat(below, seen.stream()).toList());
        started.forEach(process -> all.add(process.toHandle()));
        all.addAll(Processes.marked(MARK + "=" + mark));
        all.forEach(ProcessHandle::destroyForcibly);
        Clock.await(Duration.ofSeconds(5), () -> started.stream().noneMatch(Process::isAlive));
        Processes.marked(MARK + "=" + mark).forEach(ProcessHandle::destroyForcibly);
        delete();
    }

    private void delete() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println("Left behind: " + folder + " (" + e.getMessage() + ")");
        }
    }

    private void key(String name) throws DemoException {
        List<String> keygen = new ArrayList<>(List.of(Programs.sshKeygen(), "-q", "-t", "ed25519"));
        keygen.addAll(List.of("-N", "", "-C", "tunnelfun demo", "-f", file(name).toString()));
        Processes.run(keygen);
    }

    private String config() {
        // No PAM and no strict modes: they need root, or mind that /tmp is everybody's. A home of
        // its own: what stands in the user's ~/.bashrc is not part of the play.
        return """
                ListenAddress 127.0.0.1:%1$d
                ListenAddress [::1]:%1$d
                HostKey %2$s/host
                AuthorizedKeysFile %2$s/authorized_keys
                PidFile none
                UsePAM no
                StrictModes no
                PasswordAuthentication no
                PermitRootLogin prohibit-password
                PrintMotd no
                PrintLastLog no
                SetEnv %3$s=%4$s HOME=%2$s
                """
                .formatted(port, folder, MARK, mark);
    }

    private void awaitSshd() throws DemoException {
        boolean up =
                Clock.await(
                        Duration.ofSeconds(10),
                        () ->
                                !sshd.isAlive()
                                        || Visits.banner(port, Duration.ofSeconds(1))
                                                .startsWith("SSH-2.0-"));
        if (!up || !sshd.isAlive()) {
            throw new DemoException("sshd did not start. It said: " + log("sshd").strip());
        }
    }
}
