package org.tunnelfun.desktop.ssh;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.tunnelfun.desktop.engine.SecretPrompt;
import org.tunnelfun.desktop.engine.SecretPrompt.Question;

/** Waits for a person's answer, for less than a server waits for a login (LoginGraceTime 120 s). */
final class Asking {

    private Asking() {}

    /** The answer; none if nobody would say, or not in time. */
    static Optional<char[]> ask(SecretPrompt prompt, Question question)
            throws InterruptedException {
        CompletableFuture<Optional<char[]>> answer = new CompletableFuture<>();
        prompt.ask(question, answer::complete);
        try {
            return answer.get(SecretPrompt.PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
