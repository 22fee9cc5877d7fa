package org.tunnelfun.desktop.ssh;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tunnelfun.desktop.config.HostPort;
import org.tunnelfun.desktop.config.ShellWord;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.HostKeyPrompt;

/**
 * The words for a host key that is not trusted: what was offered, what was expected, and the
 * commands that tell a new server from a man in the middle.
 *
 * @param host the server
 * @param file the known_hosts file
 * @param key the key it offered
 */
record HostKeyAdvice(HostPort host, Path file, byte[] key) {

    private String offered() {
        return Fingerprint.shortType(Fingerprint.type(key)) + " " + Fingerprint.of(key);
    }

    Failure unknown(boolean fileExists) {
        return failure(
                "the host key of %s is not known: %s%s"
                        .formatted(
                                host.knownAs(),
                                offered(),
                                fileExists ? "" : " (there is no file " + file + ")"),
                compare()
                        + "\nIf both show this fingerprint, trust the key with\n  "
                        + keyscan()
                        + " >> "
                        + ShellWord.of(file));
    }

    Failure changed(List<KnownHost> lines) {
        String known =
                lines.stream()
                        .map(
                                line ->
                                        "%s %s (%s:%d)"
                                                .formatted(
                                                        Fingerprint.shortType(
                                                                Untrusted.text(line.type(), 64)),
                                                        Fingerprint.of(line.key()),
                                                        file,
                                                        line.number()))
                        .limit(5)
                        .collect(Collectors.joining(", "));
        return new Failure(
                Failure.Kind.CHANGED_HOST_KEY,
                "the host key of %s has changed: it offers %s, known is %s"
                        .formatted(host.knownAs(), offered(), known),
                "Somebody may stand between you and the server, or it was set up anew.\n"
                        + compare()
                        + "\nOnly if the server shows the offered fingerprint, forget the old key"
                        + " and trust the new one:\n"
                        + forget());
    }

    private String forget() {
        return "  ssh-keygen -R "
                + ShellWord.of(host.knownAs())
                + " -f "
                + ShellWord.of(file)
                + "\n  "
                + keyscan()
                + " >> "
                + ShellWord.of(file);
    }

    /** The same as {@link #changed}, in parts for a screen. */
    HostKeyPrompt.Change change(List<KnownHost> lines) {
        return new HostKeyPrompt.Change(
                host.knownAs(),
                Fingerprint.shortType(Fingerprint.type(key)),
                Fingerprint.of(key),
                lines.stream().map(line -> Fingerprint.of(line.key())).limit(5).toList(),
                file.toString(),
                commands(),
                forget().stripIndent());
    }

    Failure revoked(KnownHost line) {
        return failure(
                "the host key of %s is revoked: %s (%s:%d)"
                        .formatted(host.knownAs(), offered(), file, line.number()),
                "The key may have been stolen. Give the server a new key:\n"
                        + "  ssh-keygen -A    # on the server, after removing the old key files");
    }

    /**
     * @param evenLegacy the fewest bits that are taken with the opt-in
     */
    Failure weak(int bits, int evenLegacy) {
        return failure(
                "%s offers an RSA host key of %d bits, which is too weak"
                        .formatted(host.knownAs(), bits),
                "Give the server a new key:\n"
                        + "  ssh-keygen -A    # on the server, after removing the old key files"
                        + (bits < evenLegacy
                                ? ""
                                : "\nor take the risk, for this server: \"legacyAlgorithms\": true"));
    }

    Failure notCertified() {
        return failure(
                "%s offers %s, which no authority in %s certifies and no line there names"
                        .formatted(host.knownAs(), offered(), file),
                "The certificate may have expired or name other hosts. On the server:\n"
                        + "  ssh-keygen -Lf /etc/ssh/ssh_host_ed25519_key-cert.pub");
    }

    Failure notSaved(IOException why) {
        return failure(
                "the host key of %s could not be saved in %s: %s"
                        .formatted(host.knownAs(), file, Failures.reason(why)),
                "Make the file writable, or add the key yourself:\n  "
                        + keyscan()
                        + " >> "
                        + ShellWord.of(file));
    }

    HostKeyPrompt.Question question() {
        return new HostKeyPrompt.Question(
                host.knownAs(),
                Fingerprint.shortType(Fingerprint.type(key)),
                Fingerprint.of(key),
                commands(),
                file.toString());
    }

    private String compare() {
        return "Compare what the network shows with what the server itself shows:\n"
                + commands().indent(2).stripTrailing();
    }

    private String commands() {
        String type = Fingerprint.shortType(Fingerprint.type(key)).toLowerCase(Locale.ROOT);
        return keyscan()
                + " | ssh-keygen -lf -\nssh-keygen -lf /etc/ssh/ssh_host_"
                + type
                + "_key.pub    # on the server";
    }

    private String keyscan() {
        return "ssh-keyscan -p %d %s".formatted(host.port(), host.host());
    }

    private static Failure failure(String message, String advice) {
        return new Failure(Failure.Kind.HOST_KEY, message, advice);
    }
}
