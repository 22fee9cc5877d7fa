package org.tunnelfun.desktop.control;

import com.google.gson.JsonArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.engine.HostKeyPrompt;
import org.tunnelfun.desktop.engine.SecretPrompt;

/**
 * What an instance without a screen wants to know of a person: shown to the clients that follow it
 * and said that they can answer. While there is none, nobody is asked, as without this class.
 *
 * <p>Only an unknown host key can be trusted here, and only by the fingerprint that was shown; of a
 * changed one a person is told.
 */
public final class Questions implements HostKeyPrompt, SecretPrompt {

    private static final Logger LOG = LoggerFactory.getLogger(Questions.class);

    /** A hundred tunnels may share one server; more questions than this nobody answers. */
    static final int MOST = 128;

    /**
     * Something open.
     *
     * @param about a question or a change of one of the two prompts
     * @param trust for an unknown host key, else null
     * @param answer for a secret, else null
     * @param asked by {@link System#nanoTime}
     */
    private record Open(
            Object about, Runnable trust, Consumer<Optional<char[]>> answer, long asked) {

        /** Whoever asked for a secret waits no longer; host keys may be thought about. */
        boolean isOver() {
            return answer != null && System.nanoTime() - asked > SecretPrompt.PATIENCE.toNanos();
        }
    }

    // Ids are no small numbers: an answer meant for an earlier run must not fit a later question.
    private final Map<String, Open> open = new LinkedHashMap<>();
    private final List<Runnable> attendants = new ArrayList<>();

    /** What the asker says to the trust that is being carried out on this thread. */
    private final ThreadLocal<String> failed = new ThreadLocal<>();

    /**
     * Somebody can answer, until this is closed.
     *
     * @param stirred runs when there is something new; must not block
     */
    AutoCloseable attend(Runnable stirred) {
        synchronized (this) {
            attendants.add(stirred);
        }
        return () -> leave(stirred);
    }

    private void leave(Runnable stirred) {
        List<Open> left = List.of();
        synchronized (this) {
            attendants.remove(stirred);
            if (attendants.isEmpty()) {
                left = List.copyOf(open.values());
                open.clear();
            }
        }
        left.stream().filter(q -> q.answer != null).forEach(q -> q.answer.accept(Optional.empty()));
    }

    @Override
    public synchronized boolean anybody() {
        return !attendants.isEmpty();
    }

    @Override
    public void ask(HostKeyPrompt.Question question, Runnable trust) {
        add(new Open(question, trust, null, System.nanoTime()));
    }

    @Override
    public void changed(Change change) {
        add(new Open(change, null, null, System.nanoTime()));
    }

    @Override
    public void failed(String why) {
        failed.set(why);
    }

    @Override
    public void ask(SecretPrompt.Question question, Consumer<Optional<char[]>> answer) {
        if (!add(new Open(question, null, answer, System.nanoTime()))) {
            answer.accept(Optional.empty());
        }
    }

    private boolean add(Open question) {
        if (!canBeAsked(question.about)) {
            return false;
        }
        List<Runnable> stirred;
        synchronized (this) {
            open.values().removeIf(Open::isOver);
            if (question.answer == null) {
                // Each attempt meets the key again; the latest is the one that can be answered.
                remove(question.about);
            }
            if (attendants.isEmpty() || open.size() >= MOST) {
                return false;
            }
            open.put(UUID.randomUUID().toString(), question);
            stirred = List.copyOf(attendants);
        }
        stirred.forEach(Runnable::run);
        return true;
    }

    /** Whoever is asked refuses all questions where one is wrong. */
    private static boolean canBeAsked(Object about) {
        try {
            return about.equals(QuestionCodec.about(QuestionCodec.write("", about)));
        } catch (IllegalArgumentException e) {
            LOG.warn("nobody is asked about a host key or a secret: {}", e.getMessage());
            return false;
        }
    }

    /** All that is open now, oldest first. */
    synchronized JsonArray json() {
        open.values().removeIf(Open::isOver);
        JsonArray all = new JsonArray();
        open.forEach((id, question) -> all.add(QuestionCodec.write(id, question.about)));
        return all;
    }

    /**
     * The person says that an unknown host key is the server's.
     *
     * @param fingerprint what was shown
     * @return whether that was asked
     * @throws RefusedException if the key could not be saved, saying why
     */
    boolean trust(String id, String fingerprint) throws RefusedException {
        Open question;
        synchronized (this) {
            question = open.get(id);
            if (question == null
                    || !(question.about instanceof HostKeyPrompt.Question key)
                    || !Objects.equals(key.fingerprint(), fingerprint)) {
                return false;
            }
            remove(key);
        }
        failed.remove();
        try {
            question.trust.run();
            if (failed.get() != null) {
                throw new RefusedException(failed.get());
            }
        } finally {
            failed.remove();
        }
        return true;
    }

    private void remove(Object about) {
        open.values().removeIf(question -> question.about.equals(about));
    }

    /**
     * The person's answer to a question for a secret.
     *
     * @param secret none if the person would not say; belongs to the asker if this was asked
     * @return whether that was asked, and somebody still waits
     */
    boolean tell(String id, Optional<char[]> secret) {
        Open question;
        synchronized (this) {
            question = open.get(id);
            if (question == null || question.answer == null || question.isOver()) {
                return false;
            }
            open.remove(id);
        }
        question.answer.accept(secret);
        return true;
    }
}
