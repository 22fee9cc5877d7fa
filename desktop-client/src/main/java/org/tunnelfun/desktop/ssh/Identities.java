package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.Identity;
import com.jcraft.jsch.IdentityRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Vector;

/** The keys of one login, in the order in which they are offered. */
final class Identities implements IdentityRepository {

    private final Vector<Identity> keys = new Vector<>();

    /** What people may need to know when no key is accepted: an empty agent, for one. */
    private final List<String> notes = new ArrayList<>();

    void offer(Identity key) {
        boolean twice =
                keys.stream()
                        .anyMatch(
                                k ->
                                        k.getPublicKeyBlob() != null
                                                && java.util.Arrays.equals(
                                                        k.getPublicKeyBlob(),
                                                        key.getPublicKeyBlob()));
        if (!twice) {
            keys.add(key);
        }
    }

    void note(String text) {
        notes.add(text);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** {@code /home/anna/.ssh/id_ed25519 (SHA256:…)} for each key; certificates by name alone. */
    List<String> tried() {
        return keys.stream()
                .map(
                        key -> {
                            if (UserCertificate.has(key)) {
                                return UserCertificate.name(key);
                            }
                            String name = Untrusted.text(String.valueOf(key.getName()), 200);
                            byte[] blob = key.getPublicKeyBlob();
                            return blob == null ? name : name + " (" + Fingerprint.of(blob) + ")";
                        })
                .toList();
    }

    /** Overwrites the private keys in memory. */
    void forget() {
        keys.forEach(Identity::clear);
        keys.clear();
    }

    @Override
    public Vector<Identity> getIdentities() {
        return keys;
    }

    @Override
    public String getName() {
        return "Tunnelfun";
    }

    @Override
    public int getStatus() {
        return RUNNING;
    }

    @Override
    public boolean add(byte[] identity) {
        return false;
    }

    @Override
    public boolean remove(byte[] blob) {
        return false;
    }

    @Override
    public void removeAll() {
        forget();
    }
}
