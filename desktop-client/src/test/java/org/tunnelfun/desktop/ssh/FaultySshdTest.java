package org.tunnelfun.desktop.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tunnelfun.desktop.ssh.Attempts.bind;
import static org.tunnelfun.desktop.ssh.Attempts.failure;
import static org.tunnelfun.desktop.ssh.Attempts.forward;
import static org.tunnelfun.desktop.ssh.Attempts.legacy;
import static org.tunnelfun.desktop.ssh.Attempts.open;
import static org.tunnelfun.desktop.ssh.Attempts.selfCheck;
import static org.tunnelfun.desktop.ssh.Attempts.tunnel;

import java.nio.file.Path;
import java.util.List;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.ServerConfig.StrictHostKeyChecking;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.Failure.Kind;
import org.tunnelfun.desktop.engine.SshSession;
import org.tunnelfun.desktop.engine.SshSession.Heard;
import org.tunnelfun.desktop.testing.BannerTarget;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.Tools;

/** A server in this process that does what a good one would not. */
class FaultySshdTest {

    @TempDir Path folder;
    private SshServer sshd;

    @BeforeEach
    void start() throws Exception {
        sshd = SshServer.setUpDefaultServer();
        sshd.setHost("127.0.0.1");
        sshd.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(folder.resolve("host")));
        sshd.setPublickeyAuthenticator((user, key, session) -> true);
        sshd.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
        sshd.start();
        Tools.run(List.of("ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", "" + key()));
    }

    @AfterEach
    void stop() throws Exception {
        sshd.stop(true);
    }

    @Test
    void anotherKindOfServerWillDo() throws Exception {
        try (BannerTarget target = BannerTarget.start()) {
            SshSession session = open(config());
            var forward = forward("127.0.0.1", FreePort.next(), target.port());
            assertTrue(bind(session, forward).granted());
            assertEquals(Heard.PROVEN, selfCheck(session, forward).v4());
            assertEquals(Heard.NOBODY, selfCheck(session, forward).v6());
            session.end();
        }
    }

    @Test
    void aServerThatHangsUpDuringTheAuthenticationHasNotRefusedTheKey() {
        sshd.setPublickeyAuthenticator(
                (user, key, session) -> {
                    session.close(true);
                    return false;
                });
        assertEquals(Kind.LOGIN, failure(config()).kind());
    }

    @Test
    void aMistakeOfOurOwnIsNotToldAsTheServers() {
        ServerConfig unknown =
                config().withKnownHosts(folder.resolve("none"), StrictHostKeyChecking.ASK);
        JschSsh ours = new JschSsh((question, trust) -> List.of().get(question.host().length()));
        Failure failure = failure(ours, tunnel(unknown));
        assertEquals(Kind.LOGIN, failure.kind());
        String message = "the login failed: \\w*Exception in FaultySshdTest.java:\\d+: Index .+";
        assertTrue(failure.message().matches(message), failure.message());
    }

    @Test
    void aRefusedKeyIsAnAuthenticationFailure() {
        sshd.setPublickeyAuthenticator((user, key, session) -> false);
        assertEquals(Kind.AUTHENTICATION, failure(config()).kind());
    }

    @Test
    void aForbiddenForwardIsRefusedAndTheSessionStays() throws Exception {
        sshd.setForwardingFilter(
                new AcceptAllForwardingFilter() {
                    @Override
                    protected boolean checkAcceptance(
                            String request,
                            org.apache.sshd.common.session.Session session,
                            SshdSocketAddress target) {
                        return false;
                    }
                });
        SshSession session = open(config());
        var forward = forward("127.0.0.1", FreePort.next(), 22);
        assertFalse(bind(session, forward).granted());
        assertEquals(Heard.FORBIDDEN, selfCheck(session, forward).v4());
        Attempts.<Boolean>ask(answer -> session.keepalive(() -> answer.accept(true)));
        session.end();
    }

    private Path key() {
        return folder.resolve("id");
    }

    private ServerConfig config() {
        return ServerConfig.of("test", "127.0.0.1", sshd.getPort(), "anna")
                .withIdentityFile(key())
                .withKnownHosts(folder.resolve("known_hosts"), StrictHostKeyChecking.ACCEPT_NEW);
    }

    @Test
    @SuppressWarnings("deprecation") // that they are old is the point
    void anOldServerIsRefusedUntilTheConfigAllowsItsAlgorithms() throws Exception {
        sshd.stop(true);
        sshd = SshServer.setUpDefaultServer();
        sshd.setHost("127.0.0.1");
        SimpleGeneratorHostKeyProvider rsa =
                new SimpleGeneratorHostKeyProvider(folder.resolve("rsa"));
        rsa.setAlgorithm("RSA");
        sshd.setKeyPairProvider(rsa);
        sshd.setPublickeyAuthenticator((user, key, session) -> true);
        sshd.setKeyExchangeFactories(List.of(ServerBuilder.DH2KEX.apply(BuiltinDHFactories.dhg14)));
        sshd.setSignatureFactories(List.of(BuiltinSignatures.rsa));
        sshd.setCipherFactories(List.of(BuiltinCiphers.aes128cbc));
        sshd.setMacFactories(List.of(BuiltinMacs.hmacsha1));
        sshd.start();
        Path key = folder.resolve("id_rsa");
        Tools.run(List.of("ssh-keygen", "-q", "-t", "rsa", "-N", "", "-f", "" + key));

        ServerConfig modern = config().withIdentityFile(key);
        assertEquals(Kind.CONFIG, failure(modern).kind());
        assertTrue(failure(modern).advice().contains("legacyAlgorithms"));
        open(legacy(modern)).end();
    }
}
