package org.tunnelfun.reaper.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real sshd on a free loopback port with throw-away keys. Run by root it admits every account;
 * run by another user, that user only. It serves as the server and as the device's sshd.
 */
public final class RealSshd implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final int port = Tools.freePort();
    private final List<Process> clients = new ArrayList<>();
    private List<String> clientWrapper = List.of();
    private String serverAddress = "127.0.0.1";
    private int loginPort = port;
    private final Process master;

    /** Starts it with further lines for sshd_config(5). */
    public RealSshd(String... options) throws IOException {
        this(List.of(), options);
    }

    /** The same, started by a wrapper such as {@code setpriv …}. */
    public RealSshd(List<String> wrapper, String... options) throws IOException {
        this(wrapper, Map.of(), Tools.sshd(), options);
    }

    /**
     * One whose sessions are called sshd-session, as from OpenSSH 9.8 on; where none so new can be
     * had, an older one with that name.
     */
    public static RealSshd newer(Path folder) throws IOException {
        Optional<Path> newer = Tools.newerSshd();
        return newer.isPresent()
                ? new RealSshd(List.of(), Map.of(), newer.get())
                : called("sshd-session", folder);
    }

    /** One whose program is a copy with another name. */
    public static RealSshd called(String name, Path folder) throws IOException {
        try (RealSshd model = new RealSshd()) {
            Path process = Path.of("/proc/" + model.masterPid());
            // Of one that was unpacked, they are found through a variable that its title covers.
            String libraries =
                    Files.readAllLines(process.resolve("maps")).stream()
                            .filter(line -> line.contains("/") && line.contains(".so"))
                            .map(line -> line.substring(line.indexOf('/'), line.lastIndexOf('/')))
                            .distinct()
                            .collect(Collectors.joining(":"));
            Path copy = Files.copy(process.resolve("exe"), folder.resolve(name));
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
            return new RealSshd(List.of(), Map.of("LD_LIBRARY_PATH", libraries), copy);
        }
    }

    private RealSshd(
            List<String> wrapper, Map<String, String> environment, Path program, String... options)
            throws IOException {
        folder = Files.createTempDirectory("reaper-sshd-");
        // Other accounts must reach their authorized_keys, and a wrapped sshd its host key.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        keygen("host_key");
        keygen("id");
        Files.copy(folder.resolve("id.pub"), folder.resolve("authorized_keys"));
        List<String> config = new ArrayList<>(List.of(options));
        config.addAll(
                List.of(
                        "ListenAddress 127.0.0.1:" + port,
                        "ListenAddress [::1]:" + port,
                        "HostKey " + folder.resolve("host_key"),
                        "AuthorizedKeysFile " + folder.resolve("authorized_keys"),
                        "PidFile none",
                        "UsePAM no",
                        "StrictModes no",
                        "PermitRootLogin yes",
                        "PasswordAuthentication no",
                        "PrintMotd no"));
        Files.write(folder.resolve("sshd_config"), config);
        if (!wrapper.isEmpty()) {
            // sshd refuses a private key that others may read, so it must be the wrapped user's,
            // which
            // is daemon: systemd's shadow calls nobody locked when it is not asked by root.
            Tools.run(List.of("chown", "-R", "daemon", folder.toString()));
        }
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(
                List.of(
                        program.toString(),
                        "-D",
                        "-f",
                        folder.resolve("sshd_config").toString(),
                        "-E",
                        folder.resolve("log").toString()));
        ProcessBuilder start =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("output").toFile());
        start.environment().putAll(environment);
        master = start.start();
        await("sshd to listen").atMost(PATIENCE).until(() -> Listeners.listens(port) || failed());
    }

    private boolean failed() {
        if (!master.isAlive()) {
            throw new AssertionError("sshd: " + read("output") + read("log"));
        }
        return false;
    }

    private String read(String name) {
        try {
            Path file = folder.resolve(name);
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void keygen(String name) {
        String program = Tools.program("ssh-keygen", "sh .ci/tools ssh");
        String file = folder.resolve(name).toString();
        Tools.run(List.of(program, "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", file));
    }

    /** Where it listens, on both loopbacks. */
    public int port() {
        return port;
    }

    /** From now on clients run below {@code ip netns exec …} and reach the server at an address. */
    public void clientsFrom(List<String> wrapper, String address, int serverPort) {
        loginPort = serverPort;
        clientWrapper = List.copyOf(wrapper);
        serverAddress = address;
    }

    /** The sshd that accepts connections. */
    public long masterPid() {
        return master.pid();
    }

    /** The user it runs as. */
    public static String self() {
        return System.getProperty("user.name");
    }

    /**
     * Logs in with a plain {@code ssh} and waits until the first forward listens.
     *
     * @param account on the server
     * @param arguments {@code -N -R …}
     */
    public Process login(String account, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(clientWrapper);
        command.addAll(List.of(Tools.program("ssh", "sh .ci/tools ssh"), "-F", "none"));
        for (String option :
                List.of(
                        "BatchMode=yes",
                        "IdentitiesOnly=yes",
                        "IdentityAgent=none",
                        "StrictHostKeyChecking=no",
                        "UserKnownHostsFile=/dev/null",
                        "ExitOnForwardFailure=yes",
                        "LogLevel=ERROR")) {
            command.addAll(List.of("-o", option));
        }
        command.addAll(List.of("-i", folder.resolve("id").toString(), "-p", "" + loginPort));
        command.addAll(List.of("-l", account));
        List<String> rest = List.of(arguments);
        command.addAll(rest.stream().filter(a -> !a.startsWith("command:")).toList());
        command.add(serverAddress);
        rest.stream()
                .filter(a -> a.startsWith("command:"))
                .forEach(a -> command.add(a.substring(8)));
        Path said = Files.createTempFile(folder, "ssh-", "");
        Process ssh =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        clients.add(ssh);
        return ssh;
    }

    /** A forward of a free port to this very sshd, held by a plain {@code ssh -N -R}. */
    public Forwarded forward(String account, String... more) throws IOException {
        int free = Tools.freePort();
        return forward(account, free + ":127.0.0.1:" + port, free, more);
    }

    /** A forward as written. */
    public Forwarded forward(String account, String spec, int listen, String... more)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-R", spec));
        boolean terminal = List.of(more).contains("-tt");
        if (!terminal) {
            arguments.add("-N");
        }
        arguments.addAll(List.of(more));
        Process ssh = login(account, arguments.toArray(String[]::new));
        await("the forward of port " + listen)
                .atMost(PATIENCE)
                .until(() -> Listeners.holder(listen) > 0 || gone(ssh));
        if (terminal) {
            // The port comes first; who freezes the client now has a session without a terminal.
            await("the terminal of its session")
                    .atMost(PATIENCE)
                    .until(
                            () ->
                                    Processes.title(Listeners.holder(listen)).contains("@pts")
                                            || gone(ssh));
        }
        return new Forwarded(listen, ssh, Listeners.holder(listen));
    }

    private boolean gone(Process ssh) {
        if (!ssh.isAlive()) {
            throw new AssertionError("ssh ended: " + ssh.exitValue() + "\n" + read("log"));
        }
        return false;
    }

    /**
     * A forwarded port.
     *
     * @param port on the server
     * @param client the {@code ssh}
     * @param session pid of the process that holds the port on the server
     */
    public record Forwarded(int port, Process client, long session) {
        /** The client hangs, as a machine that is gone: its session stays, and its port accepts. */
        public void freeze() {
            Tools.signal("STOP", client.pid());
        }

        /** The session itself hangs. */
        public void freezeSession() {
            Tools.signal("STOP", session);
        }

        /** Whether the session's process is there and no zombie. */
        public boolean lives() {
            return ProcessHandle.of(session)
                    .filter(ProcessHandle::isAlive)
                    .filter(p -> !isZombie())
                    .isPresent();
        }

        /** Whether it has ended, and its parent has not asked how. */
        public boolean isZombie() {
            return Processes.state(session).equals("Z");
        }

        /** Waits until nobody holds its port any more. */
        public void freed() {
            await("port " + port + " to be free")
                    .atMost(PATIENCE)
                    .until(() -> Listeners.holder(port) == 0);
        }
    }

    @Override
    public void close() throws IOException {
        List<ProcessHandle> all =
                Stream.concat(
                                Stream.concat(
                                        master.toHandle().descendants(),
                                        Stream.of(master.toHandle())),
                                clients.stream().map(Process::toHandle))
                        .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
