package org.tunnelfun.desktop.ssh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tunnelfun.desktop.ssh.Attempts.LONG;
import static org.tunnelfun.desktop.ssh.Attempts.bind;
import static org.tunnelfun.desktop.ssh.Attempts.failure;
import static org.tunnelfun.desktop.ssh.Attempts.forward;
import static org.tunnelfun.desktop.ssh.Attempts.get;
import static org.tunnelfun.desktop.ssh.Attempts.open;
import static org.tunnelfun.desktop.ssh.Attempts.selfCheck;
import static org.tunnelfun.desktop.ssh.Attempts.server;
import static org.tunnelfun.desktop.ssh.Attempts.start;
import static org.tunnelfun.desktop.ssh.Attempts.tunnel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tunnelfun.desktop.config.Destination;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.HostPort;
import org.tunnelfun.desktop.config.Proxy;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.ServerConfig.StrictHostKeyChecking;
import org.tunnelfun.desktop.config.ServerEdit;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.Failure.Kind;
import org.tunnelfun.desktop.engine.HostKeyPrompt;
import org.tunnelfun.desktop.engine.SecretPrompt;
import org.tunnelfun.desktop.engine.SshSession;
import org.tunnelfun.desktop.engine.SshSession.Heard;
import org.tunnelfun.desktop.testing.BannerTarget;
import org.tunnelfun.desktop.testing.FakeProxy;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.OwnThread;
import org.tunnelfun.desktop.testing.RealSshd;

/** Every way to a server: other addresses, jumps, proxies. */
class RouteTest {

    private static RealSshd sshd;
    private static RealSshd jump;
    private static BannerTarget target;

    @TempDir Path folder;

    @BeforeAll
    static void setUp() throws Exception {
        sshd = RealSshd.stock();
        jump = RealSshd.stock();
        target = BannerTarget.start();
        // One key opens both.
        Files.writeString(
                jump.authorizedKeys(), Files.readString(Path.of(sshd.identity() + ".pub")));
    }

    @AfterAll
    static void tearDown() throws Exception {
        sshd.close();
        jump.close();
        target.close();
    }

    @Test
    void aServerByItsIpv6Address() throws Exception {
        works(
                ServerConfig.of("test", "::1", sshd.port(), sshd.user())
                        .withIdentityFile(sshd.identity())
                        .withKnownHosts(sshd.knownHosts(), StrictHostKeyChecking.YES));
    }

    @Test
    void theNextAddressIsTakenWhereTheFirstDoesNotAnswerAndIsTriedFirstTheNextTime()
            throws Exception {
        int closed = FreePort.next();
        ServerConfig server =
                new Way(config(sshd.knownHosts()))
                        .port(closed)
                        .hosts(List.of(new HostPort("127.0.0.1", sshd.port())))
                        .server();
        JschSsh ssh = new JschSsh();
        get(start(ssh, tunnel(server)).opened).end();
        try (OddServer first = new OddServer((visitor, self) -> self.stayOpen())) {
            get(start(ssh, tunnel(server)).opened).end();
            assertEquals(0, first.visitors());
        }
        Failure none =
                failure(new Way(server).hosts(List.of(new HostPort("::1", closed))).server());
        assertEquals(Kind.REFUSED, none.kind());
        assertTrue(none.message().contains("127.0.0.1:" + closed), none.message());
        assertTrue(none.message().contains("[::1]:" + closed), none.message());
        HostPort nameless = new HostPort("no-such-host.invalid", 22);
        Failure mixed = failure(new Way(server).hosts(List.of(nameless)).server());
        assertEquals(Kind.UNREACHABLE, mixed.kind(), "not all of them refuse");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void jumpHostsLeadToTheServer(int hops) throws Exception {
        works(new Way(config(both())).jumps(java.util.Collections.nCopies(hops, hop())).server());
    }

    @Test
    void aJumpHostWhoseKeyIsNotKnownIsNotLoggedInTo() throws Exception {
        int before = jump.log().split("Accepted", -1).length;
        Failure failure =
                failure(new Way(config(sshd.knownHosts())).jumps(List.of(hop())).server());
        assertEquals(Kind.HOST_KEY, failure.kind());
        assertTrue(failure.message().startsWith("jump host 127.0.0.1:" + jump.port()));
        assertEquals(before, jump.log().split("Accepted", -1).length);
    }

    @Test
    void aServerThatTheJumpHostDoesNotReachIsUnreachable() throws Exception {
        int closed = FreePort.next();
        Failure failure =
                failure(new Way(config(both())).port(closed).jumps(List.of(hop())).server());
        assertEquals(Kind.UNREACHABLE, failure.kind());
        assertTrue(failure.message().contains("127.0.0.1:" + closed), failure.message());
        assertTrue(failure.message().contains("Connection refused"), failure.message());
    }

    @Test
    void aSessionOverAJumpEndsWithIt() throws Exception {
        try (RealSshd own = RealSshd.stock()) {
            Files.writeString(
                    own.authorizedKeys(), Files.readString(Path.of(sshd.identity() + ".pub")));
            Path known =
                    Files.writeString(
                            folder.resolve("known"),
                            Files.readString(sshd.knownHosts())
                                    + Files.readString(own.knownHosts()));
            Destination via = Destination.parse(own.user() + "@127.0.0.1:" + own.port());
            Attempts.Told told =
                    start(
                            new JschSsh(),
                            tunnel(new Way(config(known)).jumps(List.of(via)).server()));
            get(told.opened);
            own.kill(own.session());
            assertEquals(Kind.LOST, get(told.ended).kind());
        }
    }

    @Test
    void whoDoesNotReadBehindAJumpHostKeepsNobodyFromWriting() throws Exception {
        int most = 8 * 1024 * 1024;
        CompletableFuture<Integer> arrived = new CompletableFuture<>();
        try (OddServer both =
                new OddServer(
                        (visitor, self) -> {
                            InputStream in = visitor.getInputStream();
                            OwnThread.EACH.execute(() -> arrived.complete(length(in, most)));
                            OddServer.say(visitor, "SSH-2.0-Test\r\n");
                            visitor.getOutputStream().write(new byte[most]);
                            self.stayOpen();
                        })) {
            ServerConfig server =
                    new Way(config(both())).port(both.port()).jumps(List.of(hop())).server();
            Means means =
                    new Means(
                            HostKeyPrompt.NOBODY,
                            SecretPrompt.NOBODY,
                            new ChosenPorts(Optional.empty()));
            Lifeline lifeline = new Lifeline();
            Identities keys = Keys.inFiles(server, means.passphrases);
            Wire wire = new Route(tunnel(server), keys, means, lifeline).open();
            try {
                // As much as may wait is there.
                await().atMost(LONG).until(() -> wire.traffic().bytesHeard() >= most / 4);
                OwnThread.EACH.execute(() -> write(wire.out(), most));
                assertEquals(most, get(arrived));
                // And the rest comes when that is read.
                assertEquals(
                        most,
                        get(
                                CompletableFuture.supplyAsync(
                                        () -> length(wire.in(), most), OwnThread.EACH)));
            } finally {
                lifeline.cut();
            }
        }
    }

    private static int length(InputStream in, int most) {
        try {
            return in.readNBytes(most).length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(OutputStream out, int length) {
        try {
            out.write(new byte[length]);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1", "socks5://127.0.0.1"})
    void proxiesLeadToTheServer(String kind) throws Exception {
        try (FakeProxy proxy = new FakeProxy("", "")) {
            works(through(kind + ":" + proxy.port(), null));
            assertEquals(List.of("127.0.0.1:" + sshd.port()), proxy.asked());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://anna@127.0.0.1", "socks5://anna@127.0.0.1"})
    void aProxysPasswordComesFromACommandAndAWrongOneIsNamed(String kind) throws Exception {
        try (FakeProxy proxy = new FakeProxy("anna", "s3cret pass")) {
            String address = kind + ":" + proxy.port();
            works(through(address, "echo 's3cret pass'"));
            Failure failure = failure(through(address, "echo wrong-one"));
            assertEquals(Kind.CONFIG, failure.kind());
            assertTrue(failure.message().contains("refuses our name or password"));
            assertFalse(failure.toString().contains("wrong-one"));
            assertFalse(failure.toString().contains("s3cret"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1", "socks5://127.0.0.1"})
    void aProxyThatDoesNotAnswerIsGivenUpInTime(String kind) throws Exception {
        try (OddServer silent = new OddServer((visitor, self) -> self.stayOpen())) {
            Failure failure = failure(through(kind + ":" + silent.port(), null));
            assertEquals(Kind.UNREACHABLE, failure.kind());
            assertTrue(failure.message().contains("127.0.0.1:" + silent.port()));
        }
    }

    private ServerConfig through(String proxy, String command) {
        return new Way(config(sshd.knownHosts())).proxy(Proxy.parse(proxy), command).server();
    }

    private void works(ServerConfig server) throws Exception {
        SshSession session = open(server);
        Forward forward = forward("localhost", FreePort.next(), target.port());
        assertTrue(bind(session, forward).granted());
        assertEquals(Heard.PROVEN, selfCheck(session, forward).v4());
        assertTrue(session.info().serverVersion().startsWith("SSH-2.0-OpenSSH"));
        session.end();
    }

    private ServerConfig config(Path knownHosts) {
        return server(sshd).withKnownHosts(knownHosts, StrictHostKeyChecking.YES);
    }

    private Path both() throws Exception {
        return Files.writeString(
                folder.resolve("both"),
                Files.readString(sshd.knownHosts()) + Files.readString(jump.knownHosts()));
    }

    private static Destination hop() {
        return Destination.parse(jump.user() + "@127.0.0.1:" + jump.port());
    }

    /** A server's config with another way to it. */
    private record Way(ServerConfig server) {
        Way port(int port) {
            return with(edit -> edit.port = port);
        }

        Way hosts(List<HostPort> hosts) {
            return with(edit -> edit.hosts = hosts);
        }

        Way jumps(List<Destination> jumps) {
            return with(edit -> edit.proxyJump = jumps);
        }

        Way proxy(Proxy proxy, String command) {
            return with(
                    edit -> {
                        edit.proxy = Optional.of(proxy);
                        edit.proxyPasswordCommand = Optional.ofNullable(command);
                    });
        }

        private Way with(Consumer<ServerEdit> change) {
            return new Way(server.with(change));
        }
    }
}
