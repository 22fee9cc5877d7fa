package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.UserInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tunnelfun.desktop.config.HostPort;
import org.tunnelfun.desktop.config.ServerConfig.StrictHostKeyChecking;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.HostKeyPrompt;

/**
 * Decides about the host key of one server, for one login. JSch asks; its own rules are not used,
 * because its {@code accept-new} takes changed keys and its {@code @revoked} knows no patterns.
 *
 * <p>A known key passes. As with ssh(1), lines for the bare name are asked only where none is for
 * the very port: what listens there may be another machine. A revoked, changed or (but for {@code
 * accept-new}) unknown one does not, and {@link #problem} says why. A key of another type than the
 * known ones counts as changed: the known types were asked for, so a server that has them would
 * have used them.
 */
final class HostKeys implements HostKeyRepository {

    /** RSA of fewer bits can be broken by those who have the means, and then signs for anybody. */
    private static final int FEWEST_RSA_BITS = 2048;

    /** What ssh(1) still takes. */
    private static final int FEWEST_LEGACY_RSA_BITS = 1024;

    private final HostPort host;
    private final KnownHosts known;
    private final StrictHostKeyChecking strictness;
    private final HostKeyPrompt prompt;
    private final int fewestRsaBits;
    private final List<KnownHost> lines;
    private final List<KnownHost> exact;
    private volatile Failure problem;
    private volatile String accepted = "";

    /**
     * @param aliases other names of the same server, whose keys are good as well
     * @param legacy whether RSA keys from before about 2010 are taken
     */
    HostKeys(
            HostPort host,
            List<HostPort> aliases,
            KnownHosts known,
            StrictHostKeyChecking strictness,
            HostKeyPrompt prompt,
            boolean legacy) {
        this.host = host;
        this.known = known;
        this.strictness = strictness;
        this.prompt = prompt;
        this.fewestRsaBits = legacy ? FEWEST_LEGACY_RSA_BITS : FEWEST_RSA_BITS;
        List<HostPort> names = new ArrayList<>(List.of(host));
        names.addAll(aliases);
        this.exact = known.of(names.stream().map(HostPort::knownAs).toList());
        this.lines =
                known.of(names.stream().flatMap(n -> n.withAndWithoutPort().stream()).toList());
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
        int bits = Fingerprint.rsaBits(key);
        if (bits < fewestRsaBits) {
            return refuse(NOT_INCLUDED, advice.weak(bits, FEWEST_LEGACY_RSA_BITS));
        }
        if (plain().stream().anyMatch(line -> line.isKey(key))) {
            return accept(key);
        }
        List<KnownHost> others = exact.stream().filter(KnownHost::isPlain).toList();
        if (!others.isEmpty()) {
            prompt.changed(advice.change(others));
            return refuse(CHANGED, advice.changed(others));
        }
        if (hasAuthority()) {
            return refuse(CHANGED, advice.notCertified());
        }
        return unknown(key, advice);
    }

    /** The lines that count: those for the very port, or else those for the bare name. */
    private List<KnownHost> plain() {
        List<KnownHost> here = exact.stream().filter(KnownHost::isPlain).toList();
        return here.isEmpty() ? lines.stream().filter(KnownHost::isPlain).toList() : here;
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
            String why = advice.notSaved(e).message();
            JschSsh.LOG.warn("{}", why);
            prompt.failed(why);
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
        return type == null ? keys(plain()) : new HostKey[0];
    }

    @Override
    public HostKey[] getHostKey() {
        return keys(lines.stream().filter(line -> !line.isPlain()).toList());
    }

    private HostKey[] keys(List<KnownHost> wanted) {
        List<HostKey> keys = new ArrayList<>();
        for (KnownHost line : wanted) {
            try {
                keys.add(new HostKey(line.marker(), "*", 0, line.key(), ""));
            } catch (JSchException | ArrayIndexOutOfBoundsException unknownType) {
                JschSsh.LOG.debug("{}:{}: key type not known", known.file(), line.number());
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
