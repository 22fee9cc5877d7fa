package org.tunnelfun.desktop.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.tunnelfun.desktop.config.TunnelConfig;

/**
 * What the screens need done by others: keys, tests and the system's settings belong to packages
 * that a screen does not know. Nothing here blocks; answers come on any thread.
 */
public interface Outside {

    /**
     * Tries every step from DNS to end-to-end.
     *
     * @param step told the outcome of each step as it is known
     * @param done told whether all went well
     */
    void test(TunnelConfig tunnel, Consumer<Step> step, Consumer<Boolean> done);

    /**
     * One step of a test.
     *
     * @param name what was tried
     * @param ok whether it went well
     * @param text what was found
     * @param advice the command that mends it, or empty
     */
    record Step(String name, boolean ok, String text, String advice) {}

    /** The private keys that were found in the usual places. */
    List<Path> keys();

    /**
     * Makes a new ed25519 key; an existing file is never written over.
     *
     * @param told its path, or what went wrong
     */
    void makeKey(String name, Consumer<Path> made, Consumer<String> failed);

    /** The lines for the server's {@code authorized_keys} and how to bring them there. */
    void authorize(TunnelConfig tunnel, Consumer<String> lines, Consumer<String> failed);

    /** Whether the program starts at login. */
    boolean startsAtLogin();

    /**
     * Lets the program start at login or not.
     *
     * @return what went wrong, or empty
     */
    String startAtLogin(boolean on);

    /** Takes a log level over: {@code info} or {@code debug}. */
    void logLevel(String level);
}
