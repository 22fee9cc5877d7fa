package org.tunnelfun.desktop.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A real dropbear, the server of routers and small NAS, with an account of its own: it reads keys
 * only from the account's home. Needs {@link Need#ROOT}.
 */
public final class Dropbear implements AutoCloseable {

    private final Path folder = Files.createTempDirectory("dropbear-");
    private final int port = FreePort.next();
    private final Process master;

    public Dropbear() throws IOException {
        for (String key : List.of("id", "host")) {
            Tools.run(
                    List.of(
                            Tools.program("ssh-keygen", "ssh").toString(),
                            "-q",
                            "-t",
                            "ed25519",
                            // Its own format is not OpenSSH's.
                            "-N",
                            "",
                            "-f",
                            folder.resolve(key).toString()));
        }
        String convert = Tools.program("dropbearconvert", "dropbear").toString();
        Tools.run(
                List.of(convert, "openssh", "dropbear", "" + path("host"), "" + path("dropbear")));
        Files.createFile(path("authorized_keys"));
        new ServerAccount(user(), "/bin/sh").create(folder);
        authorize();
        List<String> command = new ArrayList<>(ServerAccount.before(folder));
        command.add(Tools.program("dropbear", "dropbear").toString());
        command.addAll(List.of("-F", "-E", "-s", "-r", "" + path("dropbear")));
        command.addAll(List.of("-P", "" + path("pid"), "-p", "127.0.0.1:" + port));
        master =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(path("log").toFile())
                        .start();
        await("dropbear to listen")
                .atMost(Duration.ofSeconds(30))
                .until(() -> Loopback.banner(port).startsWith("SSH-2.0-dropbear"));
    }

    public int port() {
        return port;
    }

    /** The account that can log in. */
    public String user() {
        return "tunnel";
    }

    /** Its private key. */
    public Path identity() {
        return path("id");
    }

    /** Knows the host key. */
    public Path knownHosts() throws IOException {
        String[] key = Files.readString(path("host.pub")).split(" ");
        return Files.writeString(
                path("known_hosts"), "[127.0.0.1]:%d %s %s%n".formatted(port, key[0], key[1]));
    }

    @Override
    public void close() throws IOException {
        List<ProcessHandle> all =
                Stream.concat(master.descendants(), Stream.of(master.toHandle())).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        await().atMost(Duration.ofSeconds(30)).until(() -> !master.isAlive());
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void authorize() throws IOException {
        Path ssh = Files.createDirectory(path("home").resolve(".ssh"));
        Path keys = Files.copy(path("id.pub"), ssh.resolve("authorized_keys"));
        Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
        Tools.run(List.of("chown", "-R", "" + ServerAccount.ID, path("home").toString()));
    }

    private Path path(String name) {
        return folder.resolve(name);
    }
}
