package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.UserInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.tunnelfun.desktop.config.ServerConfig.StrictHostKeyChecking;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.HostKeyPrompt;

/**
 * Decides about the host key of one server, for one login. JSch asks; its own rules are not used,
 * because its {@code accept-new} takes changed keys and its {@code @revoked} knows no patterns.
 *
 * <p>A known key passes. A revoked, changed or (but for {@code accept-new}) unknown one does not,
 * and {@link #problem} says why. A key of another type than the known ones counts as changed: the
 * known types were asked for, so a server that has them would have used them.
 */
final class HostKeys implements HostKeyRepository {

    private final HostName host;
    private final List<HostName> aliases;
    private final KnownHosts known;
    private final StrictHostKeyChecking strictness;
    private final HostKeyPrompt prompt;
    private final List<KnownHost> lines;
    private volatile Failure problem;
    private volatile String accepted = "";

    HostKeys(
            HostName host,
            List<HostName> aliases,
            KnownHosts known,
            StrictHostKeyChecking strictness,
            HostKeyPrompt prompt) {
        this.host = host;
        this.aliases = aliases;
        this.known = known;
        this.strictness = strictness;
        this.prompt = prompt;
        // A key known for the bare name is good for every port of the host, as with OpenSSH.
        List<String> names = new ArrayList<>(host.withAndWithoutPort());
        aliases.forEach(alias -> names.addAll(alias.withAndWithoutPort()));
        this.lines = known.of(names);
    }

    /** Why the key was refused; none if it was not. */
    Optional<Failure> problem() {
        return Optional.ofNullable(problem);
    }

    /**
     * Fingerprint of the key that passed; where a certificate did, of its authority. Empty while
     * none did.
     */
    String accepted() {
        return accepted;
    }

    /** JSch has checked a certificate by itself, and the login went through. */
    void acceptedByAuthority() {
        if (accepted.isEmpty()) {
            lines.stream()
                    .filter(HostKeys::isAuthority)
                    .findFirst()
                    .ifPresent(l -> accept(l.key()));
        }
    }

    /** Whether certificates of this host can be checked. */
    boolean hasAuthority() {
        return lines.stream().anyMatch(HostKeys::isAuthority);
    }

    private static boolean isAuthority(KnownHost line) {
        return line.marker().equals(KnownHost.CERT_AUTHORITY);
    }

    @Override
    public int check(String ignored, byte[] key) {
        HostKeyAdvice advice = new HostKeyAdvice(host, known.file(), key);
        Optional<KnownHost> revoked =
                lines.stream()
                        .filter(line -> line.marker().equals(KnownHost.REVOKED) && line.isKey(key))
                        .findFirst();
        if (revoked.isPresent()) {
            return refuse(CHANGED, advice.revoked(revoked.get()));
        }
        List<KnownHost> plain = lines.stream().filter(KnownHost::isPlain).toList();
        if (plain.stream().anyMatch(line -> line.isKey(key))) {
            return accept(key);
        }
        List<KnownHost> exactly = plain.stream().filter(this::isExactlyFor).toList();
        if (!exactly.isEmpty()) {
            prompt.changed(advice.change(exactly));
            return refuse(CHANGED, advice.changed(exactly));
        }
        if (hasAuthority()) {
            return refuse(CHANGED, advice.notCertified());
        }
        return unknown(key, advice);
    }

    private boolean isExactlyFor(KnownHost line) {
        return line.isFor(host.knownAs())
                || aliases.stream().anyMatch(alias -> line.isFor(alias.knownAs()));
    }

    private int unknown(byte[] key, HostKeyAdvice advice) {
        if (strictness == StrictHostKeyChecking.ACCEPT_NEW) {
            try {
                KnownHosts.add(known.file(), host.knownAs(), key);
                return accept(key);
            } catch (IOException e) {
                return refuse(NOT_INCLUDED, advice.notSaved(e));
            }
        }
        if (strictness == StrictHostKeyChecking.ASK) {
            prompt.ask(advice.question(), () -> trust(key, advice));
        }
        return refuse(NOT_INCLUDED, advice.unknown(known.exists()));
    }

    private void trust(byte[] key, HostKeyAdvice advice) {
        try {
            KnownHosts.add(known.file(), host.knownAs(), key);
        } catch (IOException e) {
            JschSsh.LOG.warn("{}", advice.notSaved(e).message());
        }
    }

    private int accept(byte[] key) {
        accepted = Fingerprint.of(key);
        return OK;
    }

    private int refuse(int verdict, Failure why) {
        problem = why;
        return verdict;
    }

    /**
     * The keys whose types are asked for first; with no host, the authorities and revoked keys for
     * JSch's check of certificates, whose names have been matched here already.
     */
    @Override
    public HostKey[] getHostKey(String name, String type) {
        // With a type JSch looks for revoked keys, which check() has refused before.
        return type == null ? keys(KnownHost::isPlain) : new HostKey[0];
    }

    @Override
    public HostKey[] getHostKey() {
        return keys(line -> !line.isPlain());
    }

    private HostKey[] keys(Predicate<KnownHost> wanted) {
        List<HostKey> keys = new ArrayList<>();
        for (KnownHost line : lines) {
            if (wanted.test(line)) {
                try {
                    keys.add(new HostKey(line.marker(), "*", 0, line.key(), ""));
                } catch (JSchException | ArrayIndexOutOfBoundsException unknownType) {
                    JschSsh.LOG.debug("{}:{}: key type not known", known.file(), line.number());
                }
            }
        }
        return keys.toArray(HostKey[]::new);
    }

    @Override
    public void add(HostKey key, UserInfo user) {
        throw new UnsupportedOperationException("keys are saved by KnownHosts only");
    }

    @Override
    public void remove(String name, String type) {
        throw new UnsupportedOperationException("no key is ever removed");
    }

    @Override
    public void remove(String name, String type, byte[] key) {
        throw new UnsupportedOperationException("no key is ever removed");
    }

    @Override
    public String getKnownHostsRepositoryID() {
        return known.file().toString();
    }
}
