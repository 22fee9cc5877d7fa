package org.tunnelfun.desktop.ssh;

/** Why the keyring does not hold a passphrase now; the message is for people. */
public final class KeyringException extends Exception {
    private static final long serialVersionUID = 1L;

    KeyringException(String message) {
        super(message);
    }
}
