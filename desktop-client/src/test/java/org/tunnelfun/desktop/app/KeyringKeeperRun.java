package org.tunnelfun.desktop.app;

import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
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
     * Keeps what stands on standard input, and ends once the config says so. Then the command is
     * taken out of the config again, to stay out.
     *
     * @param args the config and the key
     */
    public static void main(String[] args) throws Exception {
        String secret = new Scanner(System.in).nextLine();
        CountDownLatch offered = new CountDownLatch(1);
        CountDownLatch named = new CountDownLatch(1);
        Book book = new Book(new ConfigFile(Path.of(args[0])));
        Object screen = new Object();
        KeyringKeeper keeper =
                new KeyringKeeper(
                        book,
                        task -> {
                            synchronized (screen) {
                                task.run();
                            }
                        },
                        System.out::println);
        book.follow(named::countDown);
        keeper.ifItWorks(offered::countDown);
        if (!offered.await(10, TimeUnit.SECONDS)) {
            System.out.println("not offered");
            return;
        }
        Path config = Path.of(args[0]);
        String before = Files.readString(config);
        char[] wrong = "another word".toCharArray();
        char[] right = secret.toCharArray();
        keeper.keep(args[1], wrong);
        keeper.keep(args[1], right);
        System.out.println(named.await(60, TimeUnit.SECONDS) ? "named" : "not named");
        String after;
        // Whoever has named it is done then.
        synchronized (screen) {
            after = Files.readString(config);
            Files.writeString(config, before);
            book.reload();
        }
        System.out.println(Files.readString(config).equals(before) ? "left out" : "named again");
        Files.writeString(config, after);
        await().until(() -> blank(wrong) && blank(right));
    }

    private static boolean blank(char[] secret) {
        return new String(secret).chars().allMatch(c -> c == 0);
    }
}
