package org.tunnelfun.desktop.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Asks a person for a secret: a key's passphrase, or what a server wants typed at its login. The
 * attempt waits for the answer, but not for ever.
 */
public interface SecretPrompt {

    /** How long an attempt waits; less than a server waits for a login (LoginGraceTime 120 s). */
    Duration PATIENCE = Duration.ofSeconds(100);

    /** Without a screen: nobody is there to be asked. */
    SecretPrompt NOBODY =
            new SecretPrompt() {
                @Override
                public void ask(Question question, Consumer<Optional<char[]>> answer) {
                    answer.accept(Optional.empty());
                }

                @Override
                public boolean anybody() {
                    return false;
                }
            };

    /** Whether a person is there at this moment; if not, a server's questions are not invited. */
    default boolean anybody() {
        return true;
    }

    /**
     * Returns at once.
     *
     * @param answer takes the secret, or nothing if the person would not say, on any thread; the
     *     array is overwritten after use. An answer that comes too late is ignored
     */
    void ask(Question question, Consumer<Optional<char[]>> answer);

    /**
     * What is asked.
     *
     * @param kind what the secret is for
     * @param about the key file, or {@code user@host:port}
     * @param text what the server asks, escaped and bounded; for a passphrase, empty or what was
     *     wrong with the last one
     * @param echo whether the answer may be seen while it is typed
     */
    record Question(Kind kind, String about, String text, boolean echo) {}

    /** What a secret is for. */
    enum Kind {
        /** Opens a key file. */
        PASSPHRASE,
        /** Answers a server's question (RFC 4256); it will be asked again after a drop. */
        LOGIN
    }
}
