package org.tunnelfun.desktop.testing;

import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A real sshd on a free port of both loopbacks, run by the current user with throw-away keys. It
 * ends with everything that its sessions started. Needs {@link Need#LINUX}.
 */
public final class RealSshd implements AutoCloseable {

    /** The variable that marks every process of our sessions. */
    static final String MARK = "TUNNELFUN_TEST";

    private final Path folder;
    private final int port = FreePort.next();
    private final String mark = UUID.randomUUID().toString();
    private final Set<ProcessHandle> seen = ConcurrentHashMap.newKeySet();
    private final SshdConfig config;
    private Process master;

    RealSshd(Path folder, SshdConfig config) throws IOException {
        this.folder = folder;
        this.config = config;
        config.write(folder, port, mark);
        start();
    }

    /** A stock one. */
    public static RealSshd stock() throws IOException {
        return with().start();
    }

    /** One that differs from the stock one. */
    public static SshdConfig with() {
        return new SshdConfig();
    }

    public int port() {
        return port;
    }

    /** The only account that can log in: ours, unless the config names another. */
    public String user() {
        return config.user();
    }

    /** The user's private key. */
    public Path identity() {
        return folder.resolve("id");
    }

    /** Knows the host key by 127.0.0.1, ::1 and localhost. */
    public Path knownHosts() {
        return folder.resolve("known_hosts");
    }

    /** May be rewritten at any time; sshd reads it at each login. */
    public Path authorizedKeys() {
        return folder.resolve("authorized_keys");
    }

    /** Private key of the server. */
    public Path hostKey() {
        return folder.resolve("host_key");
    }

    /** An empty folder's parent for a test's own files; deleted at the end. */
    public Path folder() {
        return folder;
    }

    /** Everything it logged so far, at level VERBOSE. */
    public String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    /** {@code ssh} to this server, without any configuration of the user's. */
    public List<String> ssh(String... more) {
        List<String> command = new ArrayList<>();
        command.add(Tools.program("ssh", "ssh").toString());
        Stream.of("BatchMode=yes", "IdentitiesOnly=yes", "IdentityAgent=none")
                .forEach(option -> command.addAll(List.of("-o", option)));
        command.addAll(List.of("-F", "none", "-i", identity().toString()));
        command.addAll(List.of("-o", "UserKnownHostsFile=" + knownHosts()));
        command.addAll(List.of("-p", "" + port, "-l", user()));
        command.addAll(List.of(more));
        command.add(config.address());
        return command;
    }

    /** The sessions that are logged in: the processes that hold forwarded ports. */
    public List<ProcessHandle> sessions() {
        List<ProcessHandle> sessions = descendants().filter(SshdProcesses::isSession).toList();
        seen.addAll(sessions);
        return sessions;
    }

    /** Waits for exactly one session. */
    public ProcessHandle session() {
        try {
            // What was seen is returned: a second look may see another one.
            return await("one session")
                    .atMost(Duration.ofSeconds(60))
                    .until(this::sessions, all -> all.size() == 1)
                    .get(0);
        } catch (ConditionTimeoutException e) {
            String there = descendants().map(SshdProcesses::title).collect(joining("\n"));
            throw new AssertionError("not one session but:\n" + there + "\n" + said(), e);
        }
    }

    /** Stops a process as a machine that hangs: its ports still accept. */
    public void freeze(ProcessHandle process) {
        signal("STOP", process);
    }

    /** Takes {@link #freeze} back. */
    public void thaw(ProcessHandle process) {
        signal("CONT", process);
    }

    /** Ends a process without a chance to say goodbye. */
    public void kill(ProcessHandle process) {
        process.destroyForcibly();
    }

    /** The server goes down, the master and all sessions; what they started lives on. */
    public void stop() {
        List<ProcessHandle> all =
                Stream.concat(descendants().filter(SshdProcesses::isSshd), seen.stream()).toList();
        master.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        await("sshd to end")
                .atMost(Duration.ofSeconds(30))
                .until(() -> all.stream().noneMatch(SshdProcesses::alive) && !master.isAlive());
    }

    /** The server is back on the same port with the same keys. */
    public void start() throws IOException {
        List<String> command = new ArrayList<>(config.before(folder));
        command.addAll(List.of(config.program().toString(), "-D"));
        command.addAll(List.of("-f", folder.resolve("sshd_config").toString()));
        command.addAll(List.of("-E", folder.resolve("log").toString()));
        long before = listening();
        ProcessBuilder sshd = new ProcessBuilder(command).redirectErrorStream(true);
        master = sshd.redirectOutput(output().toFile()).start();
        await("sshd to listen; it said: " + output())
                .atMost(Duration.ofSeconds(30))
                .until(
                        () ->
                                !master.isAlive()
                                        || listening() == before + config.addresses().size());
        if (!master.isAlive()) {
            throw new AssertionError("sshd ended: " + Files.readString(output()) + log());
        }
    }

    /** {@link #stop} and {@link #start}. */
    public void restart() throws IOException {
        stop();
        start();
    }

    /** What sessions that are gone have left running: orphans of remote commands. */
    public List<ProcessHandle> leftovers() {
        List<ProcessHandle> living = descendants().toList();
        return SshdProcesses.withVariable(MARK, mark).stream()
                .filter(process -> !living.contains(process))
                .toList();
    }

    @Override
    public void close() throws IOException {
        stop();
        SshdProcesses.withVariable(MARK, mark).forEach(ProcessHandle::destroyForcibly);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** How often it said so; a start says it once for each address. */
    private long listening() throws IOException {
        boolean none = Files.notExists(folder.resolve("log"));
        return none ? 0 : log().lines().filter(l -> l.contains("Server listening on")).count();
    }

    private String said() {
        try {
            return log();
        } catch (IOException e) {
            return e.toString();
        }
    }

    private Path output() {
        return folder.resolve("output");
    }

    private Stream<ProcessHandle> descendants() {
        return master.toHandle().descendants();
    }

    private static void signal(String name, ProcessHandle process) {
        Tools.run(List.of("kill", "-" + name, "" + process.pid()));
    }
}
