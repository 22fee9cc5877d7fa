package org.tunnelfun.desktop.ssh;

import java.util.Arrays;
import org.tunnelfun.desktop.config.ServerConfig;

/** A proxy's password: from the user's command, or from the environment; never from a file. */
final class ProxyPassword {

    private static final String VARIABLE = "TUNNELFUN_PROXY_PASSWORD";

    private final char[] secret;

    ProxyPassword(char[] secret) {
        this.secret = secret;
    }

    /** Empty where the proxy names no user. */
    static ProxyPassword of(ServerConfig server) throws LoginException, InterruptedException {
        if (server.proxy().isEmpty() || server.proxy().get().user().isEmpty()) {
            return new ProxyPassword(new char[0]);
        }
        if (server.proxyPasswordCommand().isPresent()) {
            return new ProxyPassword(
                    SecretCommand.run("proxyPasswordCommand", server.proxyPasswordCommand().get()));
        }
        String variable = System.getenv(VARIABLE);
        return new ProxyPassword(variable == null ? new char[0] : variable.toCharArray());
    }

    String text() {
        return new String(secret);
    }

    void forget() {
        Arrays.fill(secret, '\0');
    }
}
