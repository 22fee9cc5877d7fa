package org.tunnelfun.desktop.ssh;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The words by which a self-check knows its own channel when it comes back to this session: after a
 * half bind, the port may lead to somebody else's SSH server, whose banner proves nothing.
 */
final class Nonces implements Arrivals {

    /** Enough that nobody guesses one within the life of a check. */
    private static final int BYTES = 16;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, Runnable> pending = new ConcurrentHashMap<>();

    /** A new random word of plain characters. */
    static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** From now on, {@code arrived} runs when {@code nonce} comes in; at most once. */
    void expect(String nonce, Runnable arrived) {
        pending.put(nonce, arrived);
    }

    void forget(String nonce) {
        pending.remove(nonce);
    }

    @Override
    public boolean expecting() {
        return !pending.isEmpty();
    }

    @Override
    public boolean offer(byte[] firstBytes, int length) {
        if (pending.isEmpty()) {
            return false;
        }
        String text = new String(firstBytes, 0, length, StandardCharsets.ISO_8859_1);
        for (String nonce : pending.keySet()) {
            if (text.contains(nonce)) {
                Runnable arrived = pending.remove(nonce);
                if (arrived != null) {
                    arrived.run();
                }
                return true;
            }
        }
        return false;
    }
}
