package org.tunnelfun.desktop.app;

import java.nio.file.Path;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.tunnelfun.desktop.config.ConfigFile;
import org.tunnelfun.desktop.ui.Book;

/** What the window's tick does, in a process that has a session bus of its own. */
public final class KeyringKeeperRun {

    private KeyringKeeperRun() {}

    /**
     * Keeps what stands on standard input, and ends once the config says so.
     *
     * @param args the config and the key
     */
    public static void main(String[] args) throws InterruptedException {
        String secret = new Scanner(System.in).nextLine();
        CountDownLatch offered = new CountDownLatch(1);
        CountDownLatch named = new CountDownLatch(1);
        Book book = new Book(new ConfigFile(Path.of(args[0])));
        KeyringKeeper keeper = new KeyringKeeper(book, Runnable::run, System.out::println);
        book.follow(named::countDown);
        keeper.ifItWorks(offered::countDown);
        if (!offered.await(10, TimeUnit.SECONDS)) {
            System.out.println("not offered");
            return;
        }
        keeper.keep(args[1], "another word".toCharArray());
        keeper.keep(args[1], secret.toCharArray());
        System.out.println(named.await(60, TimeUnit.SECONDS) ? "named" : "not named");
    }
}
