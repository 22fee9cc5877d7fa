package org.tunnelfun.desktop.ssh;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What people compare of a public key (RFC 4253 §6.6), the way {@code ssh-keygen -lf} prints it.
 */
final class Fingerprint {

    private Fingerprint() {}

    /** {@code SHA256:…}, base64 without padding. */
    static String of(byte[] key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The type that the key's own first field names, escaped and bounded. */
    static String type(byte[] key) {
        if (key.length < 4) {
            return "unknown";
        }
        int length =
                (key[0] & 0xFF) << 24
                        | (key[1] & 0xFF) << 16
                        | (key[2] & 0xFF) << 8
                        | key[3] & 0xFF;
        if (length < 1 || length > 64 || length > key.length - 4) {
            return "unknown";
        }
        return Untrusted.text(new String(key, 4, length, StandardCharsets.US_ASCII), 64);
    }

    /** Bits of an RSA key's modulus; {@link Integer#MAX_VALUE} for a key of another type. */
    static int rsaBits(byte[] key) {
        if (!type(key).equals("ssh-rsa")) {
            return Integer.MAX_VALUE;
        }
        try {
            ByteBuffer rest = ByteBuffer.wrap(key);
            for (int skipped = 0; skipped < 2; skipped++) {
                rest.position(rest.position() + 4 + rest.getInt(rest.position()));
            }
            byte[] modulus = new byte[Math.min(Math.max(0, rest.getInt()), rest.remaining())];
            rest.get(modulus);
            return new BigInteger(1, modulus).bitLength();
        } catch (IllegalArgumentException
                | IndexOutOfBoundsException
                | BufferUnderflowException e) {
            return 0;
        }
    }

    /** The type as people say it: {@code ED25519}. */
    static String shortType(String type) {
        if (type.contains("ed25519")) {
            return "ED25519";
        }
        if (type.startsWith("ecdsa")) {
            return "ECDSA";
        }
        return type.contains("rsa") ? "RSA" : type;
    }
}
