package org.tunnelfun.desktop.engine;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Another program that has a lock, until its standard input ends. */
final class LockHolder {

    private LockHolder() {}

    /**
     * Says {@code held} once it has it.
     *
     * @param args the file
     */
    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0]);
        try (FileChannel channel =
                        FileChannel.open(
                                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            System.out.println(held.isValid() ? "held" : "not held");
            System.in.transferTo(System.out);
        }
    }
}
