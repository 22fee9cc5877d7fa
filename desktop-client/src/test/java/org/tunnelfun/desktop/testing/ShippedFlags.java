package org.tunnelfun.desktop.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.tunnelfun.desktop.install.Launch;

/** What Java is started with on users' machines; a test of the program takes the same. */
public final class ShippedFlags {

    private ShippedFlags() {}

    /**
     * The words of one line of the file that all launchers read.
     *
     * @param kind {@code headless} or {@code tray}
     */
    public static List<String> of(String kind) {
        try (InputStream in = Launch.class.getResourceAsStream("flags")) {
            String line =
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(each -> each.startsWith(kind + " "))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError("no flags for " + kind));
            return List.of(line.substring(kind.length() + 1).split(" "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
