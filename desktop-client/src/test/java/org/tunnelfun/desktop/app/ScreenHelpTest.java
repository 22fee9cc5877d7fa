package org.tunnelfun.desktop.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.desktop.config.Destination;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.Retry;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.Staleness;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.control.FakeTunnels;
import org.tunnelfun.desktop.engine.HostKeyPrompt;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.Tools;
import org.tunnelfun.desktop.ui.HostKeyDialog;
import org.tunnelfun.desktop.ui.Look;
import org.tunnelfun.desktop.ui.Outside;
import org.tunnelfun.desktop.ui.SecretDialog;

/** What the screens' buttons do, on real files and a real sshd. */
class ScreenHelpTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir Path home;
    private String realHome;
    private final List<String> notices = new CopyOnWriteArrayList<>();
    private ScreenHelp help;

    @BeforeEach
    void start() {
        realHome = System.setProperty("user.home", home.toString());
        help =
                new ScreenHelp(
                        new HostKeyNotice(new HostKeyDialog(null, Runnable::run), notices::add),
                        new SecretDialog(null, Runnable::run),
                        new FakeTunnels());
    }

    @AfterEach
    void restore() {
        System.setProperty("user.home", realHome);
    }

    private static TunnelConfig tunnel(ServerConfig server, int port, int target) {
        return new TunnelConfig(
                "nas",
                server,
                Optional.empty(),
                true,
                List.of(
                        new Forward(
                                new Forward.Remote("localhost", port),
                                new Forward.Target("127.0.0.1", target),
                                Forward.Expect.SSH)),
                Retry.DEFAULTS,
                Staleness.DEFAULTS);
    }

    @Test
    @DisplayName("the test button goes the doctor's steps live, and names what is wrong")
    void test() throws Exception {
        try (RealSshd sshd = RealSshd.stock()) {
            ServerConfig server =
                    ServerConfig.of("home", "127.0.0.1", sshd.port(), sshd.user())
                            .withIdentityFile(sshd.identity())
                            .withKnownHosts(
                                    sshd.knownHosts(), ServerConfig.StrictHostKeyChecking.YES);
            List<Outside.Step> steps = new CopyOnWriteArrayList<>();
            List<Boolean> ends = new CopyOnWriteArrayList<>();
            help.test(tunnel(server, FreePort.next(), sshd.port()), steps::add, ends::add);
            await().atMost(LONG).until(() -> ends.equals(List.of(true)));
            List<String> names = steps.stream().map(Outside.Step::name).toList();
            assertTrue(
                    names.containsAll(
                            List.of("name", "connect", "banner", "login", "target", "self-check")),
                    names::toString);
            steps.clear();
            help.test(tunnel(server, FreePort.next(), FreePort.next()), steps::add, ends::add);
            await().atMost(LONG).until(() -> ends.equals(List.of(true, false)));
            Outside.Step bad =
                    steps.stream().filter(s -> s.look() == Look.NEEDS_YOU).findFirst().get();
            assertEquals("target", bad.name());
            assertTrue(bad.advice().contains("ssh"), bad.advice());
        }
    }

    @Test
    @DisplayName("an unknown host key is shown and trusted before the server knows our key")
    void hostKey() throws Exception {
        try (RealSshd sshd = RealSshd.stock()) {
            Files.writeString(sshd.authorizedKeys(), "");
            Path known = home.resolve("known_hosts");
            ServerConfig server =
                    ServerConfig.of("home", "127.0.0.1", sshd.port(), sshd.user())
                            .withIdentityFile(sshd.identity())
                            .withKnownHosts(known, ServerConfig.StrictHostKeyChecking.YES);
            TunnelConfig tunnel = tunnel(server, FreePort.next(), sshd.port());
            List<Runnable> questions = new CopyOnWriteArrayList<>();
            List<Outside.Step> steps = new CopyOnWriteArrayList<>();
            HostKeyPrompt person =
                    (question, trust) -> {
                        assertTrue(question.fingerprint().startsWith("SHA256:"));
                        questions.add(trust);
                    };
            help.hostKey(tunnel, person, steps::add);
            await().atMost(LONG).until(() -> steps.size() == 1);
            assertEquals(Look.NEEDS_YOU, steps.get(0).look());
            assertEquals(1, questions.size());
            Files.createDirectory(known);
            questions.get(0).run();
            assertEquals(1, notices.size(), "that it cannot be saved");
            assertTrue(
                    notices.get(0).contains("could not be saved in " + known), notices::toString);
            Files.delete(known);
            questions.get(0).run();
            help.hostKey(tunnel, person, steps::add);
            await().atMost(LONG).until(() -> steps.size() == 2);
            assertEquals(Look.UP, steps.get(1).look(), steps.get(1)::text);
            assertEquals(1, questions.size());
            help.target(tunnel.forwards().get(0), steps::add);
            await().atMost(LONG).until(() -> steps.size() == 3);
            assertTrue(steps.get(2).text().contains("SSH-2.0-"), steps.get(2)::text);
            Destination here = Destination.parse(sshd.user() + "@127.0.0.1:" + sshd.port());
            ServerConfig behind = server.withWay(List.of(here), Optional.empty());
            help.hostKey(tunnel(behind, FreePort.next(), sshd.port()), person, steps::add);
            await().atMost(LONG).until(() -> steps.size() == 4);
            assertEquals(Look.NEEDS_YOU, steps.get(3).look(), "the jump host does not know us");
            assertTrue(steps.get(3).text().contains("refused every key"), steps.get(3)::text);
        }
    }

    @Test
    @DisplayName("a key is made by the product itself, and one that is there is used as it is")
    void keys() throws Exception {
        CompletableFuture<Path> made = new CompletableFuture<>();
        help.makeKey("my nas", made::complete, why -> made.completeExceptionally(new Error(why)));
        Path key = made.get();
        assertEquals(home.resolve(".ssh/tunnelfun_my_nas"), key);
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
        String known = Tools.run(List.of("ssh-keygen", "-y", "-f", key.toString())).strip();
        assertTrue(Files.readString(Path.of(key + ".pub")).startsWith(known.substring(0, 70)));
        byte[] before = Files.readAllBytes(key);
        CompletableFuture<Path> again = new CompletableFuture<>();
        help.makeKey("my nas", again::complete, why -> again.completeExceptionally(new Error(why)));
        assertEquals(key, again.get());
        assertEquals(List.of(key), help.keys());
        org.junit.jupiter.api.Assertions.assertArrayEquals(before, Files.readAllBytes(key));
    }

    @Test
    @DisplayName("the command that is shown adds exactly the line, whatever the key's comment says")
    void admission() throws Exception {
        Path key = Files.writeString(home.resolve("key"), "");
        Files.writeString(home.resolve("key.pub"), "ssh-ed25519 AAAA it's \"$HOME\" `id`\n");
        ServerConfig server =
                ServerConfig.of("home", "tunnel.example.org", 2222, "tunnel").withIdentityFile(key);
        Outside.Admission admission = Admissions.of(tunnel(server, 2000, 22));
        Path ssh = home.resolve("bin/ssh");
        Files.createDirectories(ssh.getParent());
        // The server's shell gets the last word that ssh is given.
        Files.writeString(
                ssh, "#!/bin/sh\necho \"$1 $2 $3\" > " + home + "/said\nexec sh -c \"$4\"\n");
        Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwx------"));
        Tools.run(
                List.of(
                        "env",
                        "HOME=" + home,
                        "PATH=" + ssh.getParent() + ":" + System.getenv("PATH"),
                        "sh",
                        "-c",
                        admission.append()));
        Path file = home.resolve(".ssh/authorized_keys");
        assertEquals(admission.line() + "\n", Files.readString(file));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals("-p 2222 tunnel@tunnel.example.org\n", Files.readString(home.resolve("said")));
        assertTrue(admission.account().startsWith("useradd "), admission.account());
    }

    @Test
    @DisplayName("what is no public key is not shown as one")
    void notAKey() throws Exception {
        Path key = Files.writeString(home.resolve("key"), "");
        Files.writeString(
                home.resolve("key.pub"), "ssh-ed25519 AAAA x\ncommand=\"evil\" ssh-rsa B");
        ServerConfig server = ServerConfig.of("home", "h", 22, "tunnel").withIdentityFile(key);
        assertThrows(IOException.class, () -> Admissions.of(tunnel(server, 2000, 22)));
    }

    @Test
    @DisplayName("tunnels of ~/.ssh/config are found; without the file there are none")
    void sshConfig() throws Exception {
        CompletableFuture<Outside.Found> none = new CompletableFuture<>();
        help.sshConfig(none::complete, why -> none.completeExceptionally(new Error(why)));
        assertEquals(List.of(), none.get().config().entries());
        Files.createDirectories(home.resolve(".ssh"));
        Files.writeString(
                home.resolve(".ssh/config"),
                "Host nas\n HostName tunnel.example.org\n User tunnel\n"
                        + " RemoteForward 2001 localhost:22\nHost *\n Compression yes\n");
        CompletableFuture<Outside.Found> one = new CompletableFuture<>();
        help.sshConfig(one::complete, why -> one.completeExceptionally(new Error(why)));
        assertEquals("nas", one.get().config().entries().get(0).name());
        assertTrue(one.get().left().get(0).contains("pattern"), one.get().left()::toString);
        Files.writeString(home.resolve(".ssh/config"), "Include [\n");
        CompletableFuture<Outside.Found> odd = new CompletableFuture<>();
        help.sshConfig(odd::complete, why -> odd.completeExceptionally(new Error(why)));
        assertTrue(
                odd.get().left().get(0).contains("Include [ leads to no file"),
                odd.get().left()::toString);
    }

    @Test
    @DisplayName("whoever connects is asked again first, and pausing asks nobody")
    void steering() {
        FakeTunnels engine = new FakeTunnels();
        Steering steering = new Steering(engine, () -> engine.asked.add("ask again"));
        steering.reconnect("nas");
        steering.pause("nas");
        steering.resume("nas");
        assertEquals(
                List.of("ask again", "reconnect nas", "pause nas", "ask again", "resume nas"),
                engine.asked);
    }
}
