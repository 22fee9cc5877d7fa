package org.tunnelfun.desktop.engine;

import java.util.List;

/**
 * Asks a person whether an unknown host key may be trusted. A changed or revoked key is never asked
 * about; of a changed one a person is told.
 *
 * <p>The login that met the key has failed already; nothing waits for the answer. Once trusted, the
 * key is saved and the next attempt goes through.
 */
public interface HostKeyPrompt {

    /** Without a screen: nobody is asked, unknown keys stay refused. */
    HostKeyPrompt NOBODY = (question, trust) -> {};

    /**
     * Returns at once; called again, with an equal question, at each attempt that meets the key.
     *
     * @param trust to be run, on any thread, if the person says yes; throws nothing, and does
     *     nothing when run again
     */
    void ask(Question question, Runnable trust);

    /**
     * Tells of a changed key, so that a person learns why nothing connects. Returns at once; called
     * again, with an equal change, at each attempt that meets the key.
     */
    default void changed(Change change) {}

    /**
     * Tells why a key that a person trusted is unknown all the same: it could not be saved, or the
     * answer came too late. Returns at once; on any thread.
     *
     * @param why a sentence without its capital and its full stop
     */
    default void failed(String why) {}

    /**
     * A key that is not the known one.
     *
     * @param host {@code host}, or {@code [host]:port} when the port is not 22
     * @param keyType of the offered key: {@code ED25519}, {@code ECDSA} or {@code RSA}
     * @param offered its fingerprint, {@code SHA256:…}
     * @param known the fingerprints of the known keys, at most five
     * @param knownIn the file that they stand in
     * @param compare the commands that show the true fingerprint
     * @param forget the commands that replace the known key by the one that is offered
     */
    record Change(
            String host,
            String keyType,
            String offered,
            List<String> known,
            String knownIn,
            String compare,
            String forget) {}

    /**
     * What a person needs to know.
     *
     * @param host {@code host}, or {@code [host]:port} when the port is not 22
     * @param keyType {@code ED25519}, {@code ECDSA} or {@code RSA}
     * @param fingerprint {@code SHA256:…}
     * @param compare the commands that show the same fingerprint from a side that can be trusted
     * @param savedIn the file that the key will be added to
     */
    record Question(
            String host, String keyType, String fingerprint, String compare, String savedIn) {}
}
