package org.tunnelfun.desktop.ssh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tunnelfun.desktop.ssh.Attempts.LONG;
import static org.tunnelfun.desktop.ssh.Attempts.failure;
import static org.tunnelfun.desktop.ssh.Attempts.get;
import static org.tunnelfun.desktop.ssh.Attempts.limits;
import static org.tunnelfun.desktop.ssh.Attempts.start;
import static org.tunnelfun.desktop.ssh.Attempts.tunnel;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.keyboard.DefaultKeyboardInteractiveAuthenticator;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.ServerConfig.StrictHostKeyChecking;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.control.ControlClient;
import org.tunnelfun.desktop.control.ControlServer;
import org.tunnelfun.desktop.control.FakeTunnels;
import org.tunnelfun.desktop.control.Questions;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.Failure.Kind;
import org.tunnelfun.desktop.engine.HostKeyPrompt;
import org.tunnelfun.desktop.engine.SecretPrompt;
import org.tunnelfun.desktop.testing.Tools;

/** A server that asks for something typed after the key. */
class SecondFactorTest {

    @TempDir Path folder;
    private SshServer sshd;

    @BeforeEach
    void setUp() throws Exception {
        sshd = SshServer.setUpDefaultServer();
        sshd.setHost("127.0.0.1");
        sshd.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(folder.resolve("host")));
        sshd.setPublickeyAuthenticator((user, key, session) -> true);
        sshd.setPasswordAuthenticator((user, code, session) -> code.equals("123456"));
        sshd.setKeyboardInteractiveAuthenticator(new DefaultKeyboardInteractiveAuthenticator());
        CoreModuleProperties.AUTH_METHODS.set(sshd, "publickey,keyboard-interactive");
        sshd.start();
        Tools.run(List.of("ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", "" + key()));
    }

    @AfterEach
    void tearDown() throws Exception {
        sshd.stop(true);
    }

    @Test
    void aPersonMayTakeLongerThanALoginMay() {
        List<SecretPrompt.Question> asked = new CopyOnWriteArrayList<>();
        JschSsh ssh =
                new JschSsh(
                        HostKeyPrompt.NOBODY,
                        (question, answer) -> {
                            asked.add(question);
                            CompletableFuture.delayedExecutor(9, TimeUnit.SECONDS)
                                    .execute(
                                            () ->
                                                    answer.accept(
                                                            Optional.of("123456".toCharArray())));
                        });
        get(start(ssh, config(Duration.ofSeconds(8))).opened).end();
        assertEquals(1, asked.size());
        assertEquals(SecretPrompt.Kind.LOGIN, asked.get(0).kind());
        assertEquals("anna@127.0.0.1:" + sshd.getPort(), asked.get(0).about());
    }

    @Test
    void whoMistypedTheCodeIsToldThatItIsAskedAgain() {
        List<String> asked = new CopyOnWriteArrayList<>();
        JschSsh ssh =
                new JschSsh(
                        HostKeyPrompt.NOBODY,
                        (question, answer) -> {
                            asked.add(question.text());
                            String code = asked.size() == 1 ? "999999" : "123456";
                            answer.accept(Optional.of(code.toCharArray()));
                        });
        get(start(ssh, config(LONG)).opened).end();
        assertEquals(2, asked.size());
        assertEquals("again: " + asked.get(0), asked.get(1));
    }

    @Test
    void whoeverIsAttachedOverTheControlSocketIsAskedForTheCodeAndTheLoginGoesOn()
            throws Exception {
        Questions keeper = new Questions();
        Path socket = folder.resolve("s");
        List<SecretPrompt.Question> asked = new CopyOnWriteArrayList<>();
        SecretPrompt person =
                (question, answer) -> {
                    asked.add(question);
                    // Typed wrong once: the server asks again.
                    String code = asked.size() == 1 ? "000000" : "123456";
                    answer.accept(Optional.of(code.toCharArray()));
                };
        JschSsh ssh = new JschSsh(keeper, keeper);
        ControlServer server =
                new ControlServer(new FakeTunnels(), socket, Optional.empty(), Optional.of(keeper));
        assertFalse(keeper.anybody());
        try (ControlClient window = new ControlClient(socket, HostKeyPrompt.NOBODY, person)) {
            await().atMost(LONG).until(keeper::anybody);
            get(start(ssh, config(Duration.ofSeconds(60))).opened).end();
            assertEquals(List.of(), window.statuses());
        } finally {
            server.close();
        }
        assertEquals(2, asked.size());
        for (SecretPrompt.Question question : asked) {
            assertEquals(SecretPrompt.Kind.LOGIN, question.kind());
            assertEquals("anna@127.0.0.1:" + sshd.getPort(), question.about());
            assertFalse(question.echo(), "what is typed is not shown");
        }
    }

    @Test
    void whereNobodyIsThereTheFailureSaysWhatIsWanted() {
        Failure failure = failure(new JschSsh(), config(Duration.ofSeconds(60)));
        assertEquals(Kind.AUTHENTICATION, failure.kind());
        assertTrue(failure.message().contains("wants more than a key"), failure.message());
    }

    private Path key() {
        return folder.resolve("id");
    }

    private TunnelConfig config(Duration login) {
        ServerConfig server =
                ServerConfig.of("test", "127.0.0.1", sshd.getPort(), "anna")
                        .withIdentityFile(key())
                        .withKnownHosts(
                                folder.resolve("known_hosts"), StrictHostKeyChecking.ACCEPT_NEW);
        return tunnel(server, limits(Duration.ofSeconds(4), login));
    }
}
