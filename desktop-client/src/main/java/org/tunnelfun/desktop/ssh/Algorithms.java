package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.TunnelSession;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What is offered to a server. JSch's own order is kept: post-quantum first, then gcm. */
final class Algorithms {

    /**
     * What servers before about 2014 still need; each is weak, so only where the config says so.
     */
    private static final String[][] LEGACY = {
        {
            "kex",
            "diffie-hellman-group-exchange-sha1,diffie-hellman-group14-sha1,"
                    + "diffie-hellman-group1-sha1"
        },
        {"server_host_key", "ssh-rsa"},
        {"PubkeyAcceptedAlgorithms", "ssh-rsa"},
        {"cipher.c2s", "aes128-cbc,aes192-cbc,aes256-cbc,3des-cbc"},
        {"cipher.s2c", "aes128-cbc,aes192-cbc,aes256-cbc,3des-cbc"},
        {"mac.c2s", "hmac-sha1-96,hmac-md5"},
        {"mac.s2c", "hmac-sha1-96,hmac-md5"},
    };

    /** The first Java with post-quantum ML-KEM (JEP 496); JSch finds no other here. */
    private static final int WITH_ML_KEM = 24;

    private Algorithms() {}

    /**
     * @param legacy whether old ones are offered too
     * @param ask whether somebody is there to answer what a server asks at the login
     */
    static void configure(TunnelSession ssh, HostKeys hostKeys, boolean legacy, boolean ask) {
        // Not JSch's rules but those of HostKeys, which says OK or not.
        ssh.setConfig("StrictHostKeyChecking", "yes");
        ssh.setConfig(
                "PreferredAuthentications", ask ? "publickey,keyboard-interactive" : "publickey");
        keyExchanges(ssh);
        if (!hostKeys.hasAuthority()) {
            // A certificate that nobody here can check only hides the plain key that may be known.
            ssh.setConfig("server_host_key", without(ssh.getConfig("server_host_key"), "-cert-"));
        }
        if (legacy) {
            for (String[] more : LEGACY) {
                ssh.setConfig(more[0], ssh.getConfig(more[0]) + "," + more[1]);
            }
        }
    }

    /**
     * JSch tries out all that it knows: those that are not offered, or not there, cost every start
     * a search through all libraries and all of Java's providers.
     */
    private static void keyExchanges(TunnelSession ssh) {
        if (Runtime.version().feature() < WITH_ML_KEM) {
            ssh.setConfig("kex", without(ssh.getConfig("kex"), "mlkem"));
        }
        List<String> offered = Arrays.asList(ssh.getConfig("kex").split(","));
        ssh.setConfig(
                "CheckKexes",
                Arrays.stream(ssh.getConfig("CheckKexes").split(","))
                        .filter(offered::contains)
                        .collect(Collectors.joining(",")));
    }

    /**
     * Whether one of these, as a server lists them, is offered to it only if the config says so.
     */
    static boolean isLegacy(String list) {
        List<String> theirs = Arrays.asList(list.split(","));
        return Arrays.stream(LEGACY)
                .flatMap(more -> Arrays.stream(more[1].split(",")))
                .anyMatch(theirs::contains);
    }

    /** Where sshd_config(5) has what JSch calls {@code kind}. */
    static String sshdOption(String kind) {
        if (kind.startsWith("cipher")) {
            return "Ciphers";
        }
        if (kind.startsWith("mac")) {
            return "MACs";
        }
        if (kind.startsWith("compression")) {
            return "Compression";
        }
        return kind.equals("server_host_key") ? "HostKeyAlgorithms" : "KexAlgorithms";
    }

    private static String without(String list, String part) {
        return Arrays.stream(list.split(","))
                .filter(name -> !name.contains(part))
                .collect(Collectors.joining(","));
    }
}
