package org.tunnelfun.desktop.ssh;

import java.util.List;
import java.util.Optional;
import org.tunnelfun.desktop.engine.Failure;

/**
 * How far a login came before it failed.
 *
 * @param account {@code user@host:port}
 * @param serverVersion the server's identification string, empty while none came
 * @param hostKey why the host key was refused
 * @param tried the keys that were offered
 * @param notes what else matters when none was accepted
 * @param certificates what is wrong with those among the keys, a clause for each
 */
record Progress(
        String account,
        String serverVersion,
        Optional<Failure> hostKey,
        List<String> tried,
        List<String> notes,
        List<String> certificates) {

    /** The account's name on the server. */
    String user() {
        return account.replaceFirst("@[^@]*$", "");
    }
}
