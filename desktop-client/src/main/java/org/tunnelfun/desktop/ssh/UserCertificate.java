package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.Identity;
import java.io.File;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tunnelfun.desktop.config.ShellWord;

/**
 * What an OpenSSH certificate of a key says of itself (PROTOCOL.certkeys). The server alone judges
 * it, and tells nobody why it refused: what stands in it may be the reason.
 *
 * @param name of the certificate's file, or what the agent calls it
 * @param forHosts whether it is none of a user
 * @param accounts the principals
 * @param from seconds since 1970, unsigned
 * @param until the same; from then on it is no longer valid
 */
record UserCertificate(
        String name, boolean forHosts, List<String> accounts, long from, long until) {

    private static final String SUFFIX = "-cert-v01@openssh.com";
    private static final int MOST_ACCOUNTS = 256;

    /** The last second of the year 9999: certificates for ever have all bits set. */
    private static final long LAST = 253_402_300_799L;

    /** That of a key that is offered; empty for a plain key, and for what is not understood. */
    static Optional<UserCertificate> of(Identity key) {
        if (!has(key)) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(name(key), ByteBuffer.wrap(key.getPublicKeyBlob())));
        } catch (BufferUnderflowException | IllegalArgumentException notUnderstood) {
            return Optional.empty();
        }
    }

    /** Whether a key is offered with a certificate. */
    static boolean has(Identity key) {
        byte[] blob = key.getPublicKeyBlob();
        return blob != null && Fingerprint.type(blob).endsWith(SUFFIX);
    }

    private static UserCertificate read(String name, ByteBuffer rest) {
        String type = text(rest);
        // The nonce, and what makes the key itself.
        int skip = 1 + parts(type.substring(0, type.length() - SUFFIX.length()));
        for (int i = 0; i < skip; i++) {
            string(rest);
        }
        rest.getLong();
        boolean forHosts = rest.getInt() != 1;
        string(rest);
        ByteBuffer list = string(rest);
        List<String> accounts = new ArrayList<>();
        while (list.hasRemaining() && accounts.size() < MOST_ACCOUNTS) {
            accounts.add(text(list));
        }
        return new UserCertificate(name, forHosts, accounts, rest.getLong(), rest.getLong());
    }

    private static int parts(String type) {
        return switch (type) {
            case "ssh-ed25519", "ssh-ed448" -> 1;
            case "ssh-rsa", "sk-ssh-ed25519" -> 2;
            case "ssh-dss" -> 4;
            default -> type.startsWith("sk-ecdsa-") ? 3 : 2;
        };
    }

    private static ByteBuffer string(ByteBuffer from) {
        int length = from.getInt();
        if (length < 0 || length > from.remaining()) {
            throw new IllegalArgumentException("no such length");
        }
        ByteBuffer string = from.slice(from.position(), length);
        from.position(from.position() + length);
        return string;
    }

    private static String text(ByteBuffer from) {
        return StandardCharsets.UTF_8.decode(string(from)).toString();
    }

    /** As for {@link KeyFile}, it lies beside the key; an agent's key has a comment for a name. */
    static String name(Identity key) {
        File beside = new File(key.getName() + "-cert.pub");
        return beside.isAbsolute() && beside.isFile()
                ? beside.getPath()
                : Untrusted.text(key.getName(), 200) + ", of the ssh-agent";
    }

    /** What is wrong with the certificates among these keys; see {@link #problem}. */
    static List<String> problems(List<Identity> keys, String account, Instant now) {
        return keys.stream()
                .flatMap(key -> of(key).stream())
                .flatMap(certificate -> certificate.problem(account, now).stream())
                .toList();
    }

    /**
     * Why a server refuses it for sure, or may well do so: it may know an account by other names.
     *
     * @param account on the server
     */
    Optional<String> problem(String account, Instant now) {
        long seconds = now.getEpochSecond();
        String why = null;
        if (forHosts) {
            why = "is one for hosts, not for users";
        } else if (Long.compareUnsigned(seconds, until) >= 0) {
            why = "expired on " + date(until);
        } else if (Long.compareUnsigned(seconds, from) < 0) {
            why = "is not valid before " + date(from);
        } else if (!accounts.contains(account)) {
            why =
                    accounts.isEmpty()
                            ? "names no account"
                            : "names "
                                    + Untrusted.text(String.join(", ", accounts), 100)
                                    + " and not "
                                    + account;
        }
        return Optional.ofNullable(why).map(w -> "the certificate %s (%s)".formatted(w, name));
    }

    private static String date(long seconds) {
        long some = Long.compareUnsigned(seconds, LAST) > 0 ? LAST : seconds;
        return DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'")
                .withZone(ZoneOffset.UTC)
                .format(Instant.ofEpochSecond(some));
    }

    /** What the owner of the authority does about it. */
    static String advice(String account) {
        return "Have the key signed again, for this account and a time that is not over:\n"
                + "  ssh-keygen -s CA -I ID -n "
                + ShellWord.of(account)
                + " -V +52w KEY.pub\n"
                + "Put the new KEY-cert.pub beside the key. What a certificate says, this shows:\n"
                + "  ssh-keygen -Lf KEY-cert.pub";
    }
}
