package org.tunnelfun.desktop.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tunnelfun.desktop.engine.HostKeyPrompt;
import org.tunnelfun.desktop.engine.SecretPrompt;

/** Questions that nobody should be asked. */
class QuestionCodecTest {

    private final Person person = new Person();

    /** Whoever asks is another process: what it says is no better than what a stranger says. */
    @ParameterizedTest
    @MethodSource("bent")
    void aQuestionThatIsNoneIsRefusedAndNobodyIsAskedAnything(String what, JsonObject bent) {
        Answering answering = new Answering(person, person, (answer, secret) -> {});
        JsonArray all = new JsonArray();
        all.add(QuestionCodec.write("good", QuestionsTest.UNKNOWN));
        all.add(bent);
        assertThrows(RuntimeException.class, () -> answering.show(all), what);
        assertEquals(List.of(), person.asked, what);
    }

    static Stream<Arguments> bent() {
        Map<Object, List<String>> fields =
                Map.of(
                        QuestionsTest.UNKNOWN,
                        List.of("host", "keyType", "fingerprint", "compare", "savedIn"),
                        QuestionsTest.CHANGE,
                        List.of(
                                "host", "keyType", "offered", "known", "knownIn", "compare",
                                "forget"),
                        QuestionsTest.LOCKED,
                        List.of("kind", "about", "text", "echo"));
        List<Arguments> all = new ArrayList<>();
        fields.forEach(
                (about, names) -> {
                    for (String name : names) {
                        all.add(bent(about, name + " missing", o -> o.remove(name)));
                        all.add(bent(about, name + " null", o -> o.add(name, JsonNull.INSTANCE)));
                        all.add(bent(about, name + " a number", o -> o.addProperty(name, 7)));
                        String tooLong = "x".repeat(20_000);
                        all.add(bent(about, name + " long", o -> o.addProperty(name, tooLong)));
                    }
                });
        all.add(
                bent(
                        QuestionsTest.UNKNOWN,
                        "a command that steers",
                        o -> o.addProperty("compare", "ls\r#")));
        all.add(
                bent(
                        QuestionsTest.CHANGE,
                        "one that is turned",
                        o -> o.addProperty("forget", "ls \u202ex")));
        all.add(
                bent(
                        QuestionsTest.LOCKED,
                        "a text of two lines",
                        o -> o.addProperty("text", "a\nb")));
        all.add(bent(QuestionsTest.LOCKED, "an unknown kind", o -> o.addProperty("kind", "PIN")));
        JsonArray many = new JsonArray();
        IntStream.range(0, 6).forEach(i -> many.add("SHA256:" + i));
        all.add(bent(QuestionsTest.CHANGE, "many known keys", o -> o.add("known", many)));
        JsonArray none = new JsonArray();
        none.add(JsonNull.INSTANCE);
        all.add(bent(QuestionsTest.CHANGE, "a known key of null", o -> o.add("known", none)));
        for (String id : List.of("", "null", "7", "\"" + "x".repeat(65) + "\"")) {
            JsonObject question = QuestionCodec.write("good", QuestionsTest.UNKNOWN);
            question.remove("id");
            if (!id.isEmpty()) {
                question.add("id", JsonParser.parseString(id));
            }
            all.add(Arguments.of("the id " + id, question));
        }
        JsonObject nothing = new JsonObject();
        nothing.addProperty("id", "1");
        all.add(Arguments.of("about nothing", nothing));
        return all.stream();
    }

    private static Arguments bent(Object about, String what, Consumer<JsonObject> bend) {
        JsonObject question = QuestionCodec.write("bad", about);
        question.entrySet().stream()
                .map(Map.Entry::getValue)
                .filter(JsonElement::isJsonObject)
                .forEach(inner -> bend.accept(inner.getAsJsonObject()));
        return Arguments.of(about.getClass().getName() + ": " + what, question);
    }

    @Test
    void moreQuestionsThanAnybodyAnswersAreRefused() {
        Answering answering = new Answering(person, person, (answer, secret) -> {});
        JsonArray all = new JsonArray();
        IntStream.range(0, 129)
                .forEach(i -> all.add(QuestionCodec.write("" + i, QuestionsTest.CHANGE)));
        assertThrows(IllegalArgumentException.class, () -> answering.show(all));
        assertEquals(List.of(), person.asked);
        all.remove(128);
        answering.show(all);
        assertEquals(128, person.asked.size());
    }

    @Test
    void whatWouldBeRefusedIsNotAskedAndNobodyWaitsForIt() {
        Questions questions = new Questions();
        questions.attend(() -> {});
        CompletableFuture<Optional<char[]>> answer = new CompletableFuture<>();
        String text = "x".repeat(2_001);
        questions.ask(
                new SecretPrompt.Question(SecretPrompt.Kind.LOGIN, "u@h:22", text, true),
                answer::complete);
        assertEquals(Optional.empty(), answer.getNow(null));
        questions.ask(
                new HostKeyPrompt.Question("h", "RSA", null, "look", "kh"),
                () -> {
                    throw new AssertionError("trusted");
                });
        questions.changed(
                new HostKeyPrompt.Change("h", "RSA", "SHA256:x", null, "kh", "look", "forget"));
        assertEquals(0, questions.json().size());
    }

    private static final class Person implements HostKeyPrompt, SecretPrompt {
        private final List<Object> asked = new ArrayList<>();

        @Override
        public void ask(HostKeyPrompt.Question question, Runnable trust) {
            asked.add(question);
        }

        @Override
        public void changed(Change change) {
            asked.add(change);
        }

        @Override
        public void ask(SecretPrompt.Question question, Consumer<Optional<char[]>> answer) {
            asked.add(question);
        }
    }
}
