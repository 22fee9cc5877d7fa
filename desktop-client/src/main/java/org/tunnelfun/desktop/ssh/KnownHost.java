package org.tunnelfun.desktop.ssh;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One line of a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT).
 *
 * @param marker {@code @cert-authority}, {@code @revoked} or empty
 * @param names host patterns with commas between, or one hashed name
 * @param type of the key, as the line says
 * @param key blob
 * @param number of the line in its file, from 1
 */
record KnownHost(String marker, String names, String type, byte[] key, int number) {

    static final String CERT_AUTHORITY = "@cert-authority";
    static final String REVOKED = "@revoked";
    private static final String HASHED = "|1|";

    /** Reads a line; none if it is a comment, empty, or not understood. */
    static Optional<KnownHost> parse(String line, int number) {
        String[] words = line.strip().split("[ \t]+");
        String marker = words[0].startsWith("@") ? words[0] : "";
        int first = marker.isEmpty() ? 0 : 1;
        if (words[0].startsWith("#") || words.length < first + 3) {
            return Optional.empty();
        }
        try {
            byte[] key = Base64.getDecoder().decode(words[first + 2]);
            return Optional.of(new KnownHost(marker, words[first], words[first + 1], key, number));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** Whether the line is about {@code name}: {@code host}, or {@code [host]:port}. */
    boolean isFor(String name) {
        return names.startsWith(HASHED) ? hashMatches(name) : patternsMatch(name);
    }

    boolean isKey(byte[] other) {
        return Arrays.equals(key, other);
    }

    boolean isPlain() {
        return marker.isEmpty();
    }

    boolean isHashed() {
        return names.startsWith(HASHED);
    }

    /** {@code name} as the first word of a line that does not give the host away. */
    static String hash(String name, byte[] salt) {
        Base64.Encoder base64 = Base64.getEncoder();
        return HASHED + base64.encodeToString(salt) + "|" + base64.encodeToString(hmac(name, salt));
    }

    private boolean hashMatches(String name) {
        String[] parts = names.substring(HASHED.length()).split("\\|");
        if (parts.length != 2) {
            return false;
        }
        try {
            byte[] salt = Base64.getDecoder().decode(parts[0]);
            byte[] hash = Base64.getDecoder().decode(parts[1]);
            return salt.length > 0 && MessageDigest.isEqual(hash, hmac(name, salt));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static byte[] hmac(String name, byte[] salt) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(salt, "HmacSHA1"));
            return mac.doFinal(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA1", e);
        }
    }

    /** One pattern must match, and none that begins with an exclamation mark. */
    private boolean patternsMatch(String name) {
        boolean matched = false;
        for (String pattern : names.toLowerCase(Locale.ROOT).split(",")) {
            if (pattern.startsWith("!")) {
                if (glob(pattern, 1, name, 0)) {
                    return false;
                }
            } else if (!pattern.isEmpty() && glob(pattern, 0, name, 0)) {
                matched = true;
            }
        }
        return matched;
    }

    /** {@code *} and {@code ?}; goes back to the last star only, so that no line takes for ever. */
    private static boolean glob(String pattern, int p, String name, int n) {
        int star = -1;
        int mark = 0;
        while (n < name.length()) {
            if (p < pattern.length()
                    && pattern.charAt(p) != '*'
                    && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
                p++;
                n++;
            } else if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                mark = n;
            } else if (star >= 0) {
                p = star + 1;
                n = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
