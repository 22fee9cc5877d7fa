package org.tunnelfun.desktop.control;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.desktop.engine.HostKeyPrompt;
import org.tunnelfun.desktop.engine.SecretPrompt;

@Timeout(120)
class QuestionsTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    static final HostKeyPrompt.Question UNKNOWN =
            new HostKeyPrompt.Question("[nas]:2222", "ED25519", "SHA256:new", "look", "kh");
    static final HostKeyPrompt.Change CHANGE =
            new HostKeyPrompt.Change(
                    "pi", "RSA", "SHA256:other", List.of("SHA256:old"), "kh", "look", "forget");
    static final SecretPrompt.Question LOCKED =
            new SecretPrompt.Question(SecretPrompt.Kind.PASSPHRASE, "/k", "", false);

    @TempDir Path folder;
    private final FakeTunnels tunnels = FakeTunnels.two();
    private final Questions questions = new Questions();
    private final Person person = new Person();
    private Path socket;
    private ControlServer server;

    @BeforeEach
    void listen() throws IOException {
        socket = folder.resolve("s");
        server = new ControlServer(tunnels, socket, Optional.empty(), Optional.of(questions));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void withNobodyThereNothingIsAskedAndNobodyIsWaitedFor() {
        questions.ask(UNKNOWN, () -> person.said.add("trusted"));
        assertEquals(Optional.empty(), ask(LOCKED).getNow(null));
        try (ControlClient mute = new ControlClient(socket)) {
            await().atMost(LIMIT).until(() -> !mute.statuses().isEmpty());
            assertFalse(questions.anybody(), "who only looks is not asked");
            assertEquals(Optional.empty(), ask(LOCKED).getNow(null));
        }
        try (ControlClient client = attached()) {
            assertEquals(2, client.statuses().size());
            assertEquals(0, questions.json().size(), "what was asked of nobody is over");
        }
    }

    @Test
    void whoComesFirstMakesTheTunnelsThatNeedSomebodyTryAgain() {
        try (ControlClient first = attached();
                ControlClient second = new ControlClient(socket, person, person)) {
            await().atMost(LIMIT).until(() -> second.statuses().equals(first.statuses()));
            assertEquals(List.of("reconnect pi"), tunnels.asked);
        }
        await().atMost(LIMIT).until(() -> !questions.anybody());
    }

    @Test
    void aSecretArrivesAsItWasTypedAndIsOverwrittenWhereItWasTyped() throws Exception {
        try (ControlClient client = attached()) {
            for (String typed : List.of("it's a \"s3cret\" ✓", "", "x".repeat(2_000))) {
                CompletableFuture<Optional<char[]>> answer = ask(LOCKED);
                char[] mine = typed.toCharArray();
                person.answerSecret(Optional.of(mine));
                assertEquals(typed, new String(answer.get().orElseThrow()));
                assertArrayEquals(new char[typed.length()], mine);
            }
            CompletableFuture<Optional<char[]>> answer = ask(LOCKED);
            person.answerSecret(Optional.empty());
            assertEquals(Optional.empty(), answer.get());
            assertEquals(0, questions.json().size());
            assertEquals(2, client.statuses().size());
        }
    }

    @Test
    void twoTunnelsWithOneKeyAreTwoQuestionsAndAHostKeyMetTwiceIsOne() throws Exception {
        try (ControlClient client = attached()) {
            CompletableFuture<Optional<char[]>> one = ask(LOCKED);
            CompletableFuture<Optional<char[]>> two = ask(LOCKED);
            person.answerSecret(Optional.of("1".toCharArray()));
            person.answerSecret(Optional.of("2".toCharArray()));
            assertEquals("1", new String(one.get().orElseThrow()));
            assertEquals("2", new String(two.get().orElseThrow()));
            questions.ask(UNKNOWN, () -> person.said.add("first attempt"));
            Runnable yes = person.hostKey();
            questions.ask(UNKNOWN, () -> person.said.add("second attempt"));
            person.hostKey();
            yes.run();
            await().atMost(LIMIT).until(() -> person.said.equals(List.of("second attempt")));
            assertEquals(2, client.statuses().size());
        }
    }

    @Test
    void aTrustThatComesToNothingIsToldToThePersonWithTheReason() throws Exception {
        try (ControlClient client = attached()) {
            questions.ask(UNKNOWN, () -> questions.failed("kh could not be written"));
            Runnable yes = person.hostKey();
            yes.run();
            await().atMost(LIMIT).until(() -> person.failures.size() == 1);
            assertEquals("kh could not be written", person.failures.get(0));
            yes.run();
            await().atMost(LIMIT).until(() -> person.failures.size() == 2);
            assertEquals(Answer.TOO_LATE, person.failures.get(1));
            questions.ask(UNKNOWN, () -> questions.failed("\u001b[2J" + "y".repeat(5_000)));
            person.hostKey().run();
            await().atMost(LIMIT).until(() -> person.failures.size() == 3);
            String told = "?[2J" + "y".repeat(996) + "…";
            assertEquals(told, person.failures.get(2), "it is another process that says so");
            assertEquals(2, client.statuses().size());
        }
    }

    @Test
    void questionsThatAreOverAreForgotten() {
        List<Answer> sent = new ArrayList<>();
        Answering answering = new Answering(person, person, (answer, secret) -> sent.add(answer));
        questions.attend(() -> {});
        questions.ask(UNKNOWN, () -> {});
        answering.show(questions.json());
        Runnable yes = person.hostKey();
        yes.run();
        assertEquals(1, sent.size());
        answering.show(new JsonArray());
        yes.run();
        assertEquals(1, sent.size());
        assertEquals(List.of(Answer.TOO_LATE), person.failures);
    }

    @Test
    void aHostKeyIsTrustedByTheFingerprintThatWasShownAndByNoOther() throws Exception {
        try (ControlClient client = attached()) {
            questions.ask(UNKNOWN, () -> person.said.add("trusted"));
            String id = id();
            assertTrue(say(Answer.trusts(id, "SHA256:old")).contains("not asked"));
            assertTrue(say(Answer.trusts("1", "SHA256:new")).contains("not asked"));
            assertTrue(
                    say(new Answer(id, Optional.empty(), Optional.of(0))).contains("not asked"),
                    "nor by a secret");
            assertEquals(List.of(), person.said);
            assertFalse(say(Answer.trusts(id, "SHA256:new")).contains("error"));
            assertEquals(List.of("trusted"), person.said);
            assertTrue(say(Answer.trusts(id, "SHA256:new")).contains("not asked"));
            assertEquals(List.of("trusted"), person.said);
            assertEquals(2, client.statuses().size());
        }
    }

    @Test
    void aChangedHostKeyIsToldAndNoAnswerTakesIt() throws Exception {
        try (ControlClient client = attached()) {
            questions.changed(CHANGE);
            await().atMost(LIMIT).until(() -> person.changes.equals(List.of(CHANGE)));
            for (String print : List.of("SHA256:other", "SHA256:old", "")) {
                assertTrue(say(Answer.trusts(id(), print)).contains("not asked"), print);
            }
            assertTrue(say(new Answer(id(), Optional.empty(), Optional.of(0))).contains("error"));
            assertEquals(2, client.statuses().size());
        }
    }

    @Test
    void whoeverWaitsForAnAnswerIsToldWhenTheLastOneLeaves() throws Exception {
        CompletableFuture<Optional<char[]>> answer;
        try (ControlClient client = attached()) {
            answer = ask(LOCKED);
            await().atMost(LIMIT).until(() -> person.secrets.size() == 1);
            assertFalse(answer.isDone());
            assertEquals(2, client.statuses().size());
        }
        assertEquals(Optional.empty(), answer.get());
    }

    @Test
    void moreThanAnybodyAnswersIsNotKept() {
        try (ControlClient client = attached()) {
            List<CompletableFuture<Optional<char[]>>> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                all.add(ask(LOCKED));
            }
            assertEquals(72, all.stream().filter(CompletableFuture::isDone).count());
            assertEquals(128, questions.json().size());
            assertEquals(2, client.statuses().size());
        }
        await().atMost(LIMIT).until(() -> questions.json().isEmpty());
    }

    @Test
    void answersThatAreNoneAreRefused() throws Exception {
        for (String nonsense :
                List.of(
                        "{}",
                        "{\"id\":\"a\",\"secretBytes\":-1}",
                        "{\"id\":\"a\",\"secretBytes\":9999999}",
                        "{\"id\":{}}",
                        "{\"id\":null,\"trust\":\"x\"}",
                        "{\"id\":\"a\",\"trust\":null}",
                        "7")) {
            String line = "{\"version\":1,\"action\":\"answer\",\"answer\":%s}".formatted(nonsense);
            assertTrue(say(line).contains("\"error\""), nonsense);
        }
        assertTrue(say("{\"version\":1,\"action\":\"answer\"}").contains("\"error\""));
        assertEquals(2, ControlClient.statuses(socket, LIMIT).size());
    }

    private ControlClient attached() {
        ControlClient client = new ControlClient(socket, person, person);
        await().atMost(LIMIT).until(() -> !client.statuses().isEmpty());
        assertTrue(questions.anybody());
        return client;
    }

    private CompletableFuture<Optional<char[]>> ask(SecretPrompt.Question question) {
        CompletableFuture<Optional<char[]>> answer = new CompletableFuture<>();
        questions.ask(question, answer::complete);
        return answer.orTimeout(LIMIT.toSeconds(), java.util.concurrent.TimeUnit.SECONDS);
    }

    private String id() {
        return QuestionCodec.id(questions.json().get(0).getAsJsonObject());
    }

    private String say(Answer answer) throws IOException {
        return say(new Request(Request.Action.ANSWER, null, false, Optional.of(answer)).line());
    }

    private String say(String line) throws IOException {
        try (Lines lines =
                new Lines(SocketChannel.open(UnixDomainSocketAddress.of(socket)), 1 << 20)) {
            lines.write((line + "\n").getBytes(StandardCharsets.UTF_8), LIMIT);
            return lines.read(LIMIT);
        }
    }

    /** Answers in the order in which it was asked. */
    private static final class Person implements HostKeyPrompt, SecretPrompt {
        private final List<String> said = new CopyOnWriteArrayList<>();
        private final List<String> failures = new CopyOnWriteArrayList<>();
        private final List<Change> changes = new CopyOnWriteArrayList<>();
        private final List<Runnable> keys = new CopyOnWriteArrayList<>();
        private final List<Consumer<Optional<char[]>>> secrets = new CopyOnWriteArrayList<>();

        @Override
        public void ask(HostKeyPrompt.Question question, Runnable trust) {
            assertEquals(UNKNOWN, question);
            keys.add(trust);
        }

        @Override
        public void changed(Change change) {
            changes.add(change);
        }

        @Override
        public void failed(String why) {
            failures.add(why);
        }

        @Override
        public void ask(SecretPrompt.Question question, Consumer<Optional<char[]>> answer) {
            assertEquals(LOCKED, question);
            secrets.add(answer);
        }

        private Runnable hostKey() {
            await().atMost(LIMIT).until(() -> !keys.isEmpty());
            return keys.remove(0);
        }

        private void answerSecret(Optional<char[]> secret) {
            await().atMost(LIMIT).until(() -> !secrets.isEmpty());
            secrets.remove(0).accept(secret);
        }
    }
}
