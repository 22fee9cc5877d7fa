package org.tunnelfun.desktop.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.tunnelfun.desktop.config.ConfigException;
import org.tunnelfun.desktop.ssh.Keyring;
import org.tunnelfun.desktop.ssh.KeyringException;
import org.tunnelfun.desktop.ui.Book;
import org.tunnelfun.desktop.ui.KeyringDoor;

/**
 * Keeps passphrases in the desktop's keyring, and names the command that fetches them in the
 * config: in a server's that is there, and in one's that a person saves later.
 */
final class KeyringKeeper implements KeyringDoor {

    private final Book book;
    private final Executor screen;
    private final Consumer<String> problem;
    private final Set<Path> kept = ConcurrentHashMap.newKeySet();

    /**
     * @param screen the thread of the book
     * @param problem shows there what went wrong
     */
    KeyringKeeper(Book book, Executor screen, Consumer<String> problem) {
        this.book = book;
        this.screen = screen;
        this.problem = problem;
        // Later: the book is in the middle of telling everybody.
        book.follow(() -> screen.execute(this::name));
    }

    @Override
    public void ifItWorks(Runnable offer) {
        run(
                () -> {
                    if (Keyring.works()) {
                        offer.run();
                    }
                });
    }

    @Override
    public void keep(String key, char[] passphrase) {
        run(
                () -> {
                    Path file = Path.of(key);
                    try {
                        if (!Keyring.opens(file, passphrase.clone())) {
                            // The attempt says so, and asks again.
                            return;
                        }
                        Keyring.keep(file, passphrase);
                    } finally {
                        Arrays.fill(passphrase, '\0');
                    }
                    kept.add(file);
                    screen.execute(this::name);
                });
    }

    private void name() {
        for (Path key : kept) {
            try {
                if (book.passphraseBy(key, Keyring.command(key))) {
                    // Once: who takes it out of the config again does not want it there.
                    kept.remove(key);
                }
            } catch (ConfigException | IOException e) {
                problem.accept(
                        "The keyring keeps the passphrase, but the config cannot say so: "
                                + e.getMessage());
            }
        }
    }

    private interface Task {
        void run() throws KeyringException, InterruptedException;
    }

    private void run(Task task) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                task.run();
                            } catch (KeyringException e) {
                                screen.execute(
                                        () ->
                                                problem.accept(
                                                        "The passphrase was not kept: "
                                                                + e.getMessage()));
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "keyring");
        thread.setDaemon(true);
        thread.start();
    }
}
