package org.tunnelfun.desktop.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.tunnelfun.desktop.config.ClientConfig;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.engine.HostKeyPrompt;

/**
 * What the screens need done by others: keys, tests and the system's settings belong to packages
 * that a screen does not know. Nothing here blocks; answers come on any thread.
 */
public interface Outside {

    /**
     * Tries every step from the name to the way back, as {@code tunnelfun doctor} does.
     *
     * @param step told the outcome of each step as it is known
     * @param done told whether all went well
     */
    void test(TunnelConfig tunnel, Consumer<Step> step, Consumer<Boolean> done);

    /**
     * One step of a test.
     *
     * @param name what was tried
     * @param look how it went: {@code UP}, {@code PARTLY} with something to know, {@code NEEDS_YOU}
     * @param text what was found
     * @param advice the command that mends it, or empty
     */
    record Step(String name, Look look, String text, String advice) {}

    /**
     * Looks at the server's host key, by an attempt that ends once the key has passed or not.
     *
     * @param prompt asked about an unknown key
     * @param done told how it went: {@code UP} if the key is trusted
     */
    void hostKey(TunnelConfig tunnel, HostKeyPrompt prompt, Consumer<Step> done);

    /**
     * Tries the target of a forward from this device.
     *
     * @param done told how it went
     */
    void target(Forward forward, Consumer<Step> done);

    /** The private keys that were found in the usual places. */
    List<Path> keys();

    /**
     * Makes a new ed25519 key without a passphrase; where there is one already, that one is used.
     *
     * @param tunnel whose key it will be, which its file is called by
     * @param made told its path
     * @param failed told what went wrong
     */
    void makeKey(String tunnel, Consumer<Path> made, Consumer<String> failed);

    /** What lets the tunnel's key in at the server, and how to bring it there. */
    void authorize(TunnelConfig tunnel, Consumer<Admission> lines, Consumer<String> failed);

    /**
     * What the server needs.
     *
     * @param line for {@code authorized_keys}
     * @param append one command on this device that adds the line, for whoever can log in already
     * @param account commands for root on the server that make the account and add the line
     */
    record Admission(String line, String append, String account) {}

    /** Reads the tunnels of {@code ~/.ssh/config}; finds nothing where there is no such file. */
    void sshConfig(Consumer<Found> found, Consumer<String> failed);

    /**
     * What another program's config holds.
     *
     * @param file where it was found, for people
     * @param config the tunnels with their servers
     * @param left what is not taken over and why, one line each
     */
    record Found(String file, ClientConfig config, List<String> left) {}

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
