package org.tunnelfun.desktop.ssh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tunnelfun.desktop.ssh.Attempts.LONG;
import static org.tunnelfun.desktop.ssh.Attempts.failure;
import static org.tunnelfun.desktop.ssh.Attempts.get;
import static org.tunnelfun.desktop.ssh.Attempts.server;
import static org.tunnelfun.desktop.ssh.Attempts.start;
import static org.tunnelfun.desktop.ssh.Attempts.tunnel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.Failure.Kind;
import org.tunnelfun.desktop.engine.HostKeyPrompt;
import org.tunnelfun.desktop.engine.SecretPrompt;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.RealAgent;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.Requires;
import org.tunnelfun.desktop.testing.Tools;

/** Where secrets come from, and that they go nowhere else. */
class SecretsTest {

    private static final String PASSPHRASE = "it's a s3cret";

    private static RealSshd sshd;

    @TempDir Path folder;

    @BeforeAll
    static void setUp() throws Exception {
        sshd = RealSshd.stock();
    }

    @AfterAll
    static void tearDown() throws Exception {
        sshd.close();
    }

    @ParameterizedTest
    @CsvSource({"ed25519,RFC4716", "rsa,PEM", "ecdsa,PKCS8"})
    void aCommandOpensTheKeyAndIsAskedOnce(String type, String format) throws Exception {
        Path key = encrypted(type, format);
        Path calls = folder.resolve("calls");
        Path words = Files.writeString(folder.resolve("words"), PASSPHRASE + "\n");
        ServerConfig server = with(key, "echo x >> " + calls + "; cat " + words);
        JschSsh ssh = new JschSsh();
        get(start(ssh, tunnel(server)).opened).end();
        get(start(ssh, tunnel(server)).opened).end();
        assertEquals("x\n", Files.readString(calls));
    }

    @Test
    void aCommandThatDoesNotHelpIsNamedWithoutItsOutput() throws Exception {
        Path key = encrypted("ed25519", "RFC4716");
        Failure wrong = failure(with(key, "echo wrong-word"));
        assertEquals(Kind.CONFIG, wrong.kind());
        assertTrue(wrong.message().contains("is not opened by what"), wrong.message());
        assertFalse(wrong.toString().contains("wrong-word"));
        Failure broken = failure(with(key, "echo half; exit 3"));
        assertTrue(broken.message().contains("failed with status 3"), broken.message());
        Failure silent = failure(with(key, "true"));
        assertTrue(silent.message().contains("printed nothing"), silent.message());
    }

    @Test
    void aCommandThatHangsIsEndedWithAllItStarted() {
        LoginException late =
                assertThrows(
                        LoginException.class,
                        () ->
                                SecretCommand.run(
                                        "test", "sleep 4711 & sleep 4711", Duration.ofSeconds(1)));
        assertTrue(late.getMessage().contains("said nothing within 1 s"), late.getMessage());
        await().atMost(LONG)
                .until(() -> ProcessHandle.current().descendants().noneMatch(SecretsTest::sleeps));
    }

    @Test
    void aPersonIsAskedAgainAfterAWrongAnswerAndNotAtTheNextLogin() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        JschSsh ssh =
                new JschSsh(
                        HostKeyPrompt.NOBODY,
                        (question, answer) -> {
                            asked.add(question.about() + question.text());
                            String word = asked.size() == 1 ? "wrong" : PASSPHRASE;
                            answer.accept(Optional.of(word.toCharArray()));
                        });
        Path key = encrypted("ed25519", "RFC4716");
        ServerConfig server = server(sshd).withIdentityFile(key);
        get(start(ssh, tunnel(server)).opened).end();
        get(start(ssh, tunnel(server)).opened).end();
        assertEquals(List.of("" + key, key + "that did not open the key"), asked);
    }

    @Test
    void aPersonWhoDoesNotSayLeavesAPlainFailure() throws Exception {
        JschSsh ssh =
                new JschSsh(
                        HostKeyPrompt.NOBODY,
                        (question, answer) -> answer.accept(Optional.empty()));
        Path key = encrypted("ed25519", "RFC4716");
        Failure failure = failure(ssh, tunnel(server(sshd).withIdentityFile(key)));
        assertTrue(failure.message().contains("needs a passphrase"), failure.message());
    }

    @Test
    @Requires(Need.LINUX)
    void anAgentsKeysAreOfferedAndAnEmptyLockedOrAbsentOneIsNamed() throws Exception {
        try (RealAgent agent = new RealAgent(folder)) {
            assertTrue(offered(agent.socket()).notes().get(0).contains("holds no key"));
            Path key = agent.add("ed25519");
            Identities keys = offered(agent.socket());
            assertEquals(1, keys.tried().size());
            String fingerprint =
                    Tools.run(List.of("ssh-keygen", "-lf", key.toString())).split(" ")[1];
            assertTrue(keys.tried().get(0).contains(fingerprint));
        }
        assertTrue(offered(folder.resolve("nowhere")).notes().get(0).contains("is gone"));
    }

    @Test
    void theServersQuestionsArePassedOnEscapedAndCannotGoOnForEver() {
        List<SecretPrompt.Question> asked = new CopyOnWriteArrayList<>();
        LoginQuestions questions =
                new LoginQuestions(
                        (question, answer) -> {
                            asked.add(question);
                            answer.accept(Optional.of("123".toCharArray()));
                        },
                        "anna@example.org:22");
        String[] answers =
                questions.promptKeyboardInteractive(
                        "", "", "Token\33[2J", new String[] {"Code: "}, new boolean[] {true});
        assertEquals(List.of("123"), List.of(answers));
        assertEquals("Token\\x1b[2J Code:", asked.get(0).text());
        assertTrue(questions.needed());
        for (int i = 0; i < 20; i++) {
            answers =
                    questions.promptKeyboardInteractive(
                            "", "", "", new String[] {"again"}, new boolean[] {false});
        }
        assertEquals(null, answers);
        assertEquals(10, asked.size());
    }

    private static Identities offered(Path socket) {
        Identities keys = new Identities();
        Agents.offer(keys, Optional.of(socket.toString()));
        return keys;
    }

    private static boolean sleeps(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains("sleep 4711");
    }

    private Path encrypted(String type, String format) throws Exception {
        Path key = folder.resolve("key-" + java.util.UUID.randomUUID());
        Tools.run(
                List.of(
                        "ssh-keygen",
                        "-q",
                        "-t",
                        type,
                        "-m",
                        format,
                        "-N",
                        PASSPHRASE,
                        "-f",
                        "" + key));
        Files.writeString(
                sshd.authorizedKeys(),
                Files.readString(Path.of(key + ".pub")),
                StandardOpenOption.APPEND);
        return key;
    }

    private static ServerConfig with(Path key, String command) {
        return server(sshd).withIdentityFile(key).withPassphraseCommand(command).withoutAgent();
    }
}
