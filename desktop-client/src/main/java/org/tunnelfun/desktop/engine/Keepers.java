package org.tunnelfun.desktop.engine;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All forwards of one session, taken together. */
record Keepers(List<ForwardKeeper> all) {

    Stream<ForwardKeeper> stream() {
        return all.stream();
    }

    /** Asks for every port. */
    void bind() {
        all.forEach(ForwardKeeper::bind);
    }

    /** Checks every forward as soon as that is no nuisance to the device. */
    void checkSoon() {
        all.forEach(ForwardKeeper::checkSoon);
    }

    void stop() {
        all.forEach(ForwardKeeper::stop);
    }

    /** Checks every forward now; {@code done} runs on the loop when the last answer is in. */
    void check(Runnable done) {
        int[] left = {all.size()};
        for (ForwardKeeper keeper : all) {
            keeper.check(
                    () -> {
                        if (--left[0] == 0) {
                            done.run();
                        }
                    });
        }
    }

    /** Whether the server listens for every forward. */
    boolean allBound() {
        return all.stream().allMatch(k -> k.port() != 0);
    }

    /** Whether somebody may be visiting: a port is bound, and the way through it was proven. */
    boolean serves() {
        return bound().anyMatch(k -> k.proof() != Proof.NONE);
    }

    // A port that the server refuses says nothing about the session.
    private Stream<ForwardKeeper> bound() {
        return all.stream().filter(k -> k.port() != 0);
    }

    /** Whether the last check of every bound forward spoke for the session. */
    boolean lastCheckGood() {
        return bound().findAny().isPresent() && bound().allMatch(ForwardKeeper::lastCheckGood);
    }

    /** Whether no forward's last check speaks against the session, only for want of time. */
    boolean lastCheckHadNoTime() {
        return bound().anyMatch(ForwardKeeper::lastCheckHadNoTime)
                && bound().allMatch(k -> k.lastCheckGood() || k.lastCheckHadNoTime());
    }

    /** Whether a port is refused although nobody holds it. */
    boolean notPermitted() {
        return all.stream().anyMatch(k -> k.binding().notPermitted());
    }

    /** A port that is granted and at which nobody listens, if there is one. */
    Optional<Vacancy> vacancy() {
        return all.stream().map(ForwardKeeper::vacancy).filter(Vacancy::certain).findFirst();
    }

    /** Whether a port stays refused although every way to free it was tried. */
    boolean refused() {
        return all.stream().anyMatch(k -> k.binding().refused() > 2);
    }

    /** The weakest proof among the forwards; {@link Proof#NONE} while one has none. */
    Proof proof() {
        return all.stream().map(ForwardKeeper::proof).reduce(Proof.PROVEN, Keepers::weaker);
    }

    /** What is wrong with the first one that has something, or empty. */
    String problem() {
        return all.stream()
                .map(ForwardKeeper::problem)
                .filter(p -> !p.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static Proof weaker(Proof a, Proof b) {
        List<Proof> weakest = List.of(Proof.NONE, Proof.UNPROVEN, Proof.TARGET_DOWN, Proof.PROVEN);
        return weakest.indexOf(a) < weakest.indexOf(b) ? a : b;
    }
}
