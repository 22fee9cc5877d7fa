package org.tunnelfun.desktop.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The user's folder in paths: {@code ~/.ssh/id_ed25519}. */
public final class Home {

    private Home() {}

    /**
     * The path that {@code ~/…} stands for; others are made absolute.
     *
     * @throws IllegalArgumentException where the system knows no such path
     */
    public static Path expand(String text) {
        Check.require(!text.isBlank(), Check.show(text) + " is not a file");
        try {
            if (text.equals("~") || text.startsWith("~/") || text.startsWith("~\\")) {
                return folder().resolve(text.length() < 3 ? "" : text.substring(2));
            }
            Check.require(
                    !text.startsWith("~"),
                    Check.show(text) + " is not a file (only ~/ stands for a home folder)");
            return Path.of(text).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(Check.show(text) + " is not a file", e);
        }
    }

    /** The same path with {@code ~/} for the user's folder, as it is written to a file. */
    public static String shorten(Path path) {
        Path home = folder();
        return path.startsWith(home) && !path.equals(home)
                ? "~/" + home.relativize(path).toString().replace('\\', '/')
                : path.toString();
    }

    private static Path folder() {
        return Path.of(System.getProperty("user.home"));
    }
}
