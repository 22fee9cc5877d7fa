package org.tunnelfun.desktop.doctor;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.SshSession;

/** A session that is asked; whoever waits for an answer hears of its end at once. */
final class Asked implements AutoCloseable {

    private final SshSession session;
    private final CompletableFuture<Failure> end;

    /**
     * @param end completed when the session ends by itself
     */
    Asked(SshSession session, CompletableFuture<Failure> end) {
        this.session = session;
        this.end = end;
    }

    /** The session ended before it answered. */
    static final class Ended extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Failure failure;

        Ended(Failure failure) {
            super(failure.message());
            this.failure = failure;
        }

        Failure failure() {
            return failure;
        }
    }

    SshSession session() {
        return session;
    }

    /** Waits for an answer that comes within its own limit; what stands for none else. */
    <T> T ask(Consumer<Consumer<T>> question, Duration within, T none) throws Ended {
        CompletableFuture<T> answer = new CompletableFuture<>();
        question.accept(answer::complete);
        return await(answer, within.plusSeconds(2), none);
    }

    /** Waits for an answer that may never come; what stands for none else. */
    <T> T await(CompletableFuture<T> answer, Duration within, T none) throws Ended {
        try {
            CompletableFuture.anyOf(answer, end).get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return none;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return none;
        }
        if (!answer.isDone()) {
            throw new Ended(end.join());
        }
        return answer.getNow(none);
    }

    @Override
    public void close() {
        session.end();
    }
}
