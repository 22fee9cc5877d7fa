package org.tunnelfun.desktop.ui;

/** The system's keyring, as far as a dialog offers it. Nothing here blocks. */
public interface KeyringDoor {

    /** For where nothing is kept: the tunnels belong to another process, for one. */
    KeyringDoor NONE =
            new KeyringDoor() {
                @Override
                public void ifItWorks(Runnable offer) {
                    // It is not offered.
                }

                @Override
                public void keep(String key, char[] passphrase) {
                    throw new UnsupportedOperationException("it was not offered");
                }
            };

    /**
     * Looks whether the keyring works.
     *
     * @param offer runs, on any thread, if it does
     */
    void ifItWorks(Runnable offer);

    /**
     * Keeps a passphrase, if it is the right one, and sees to it that it is fetched from now on.
     *
     * @param key the key file
     * @param passphrase overwritten after use
     */
    void keep(String key, char[] passphrase);
}
