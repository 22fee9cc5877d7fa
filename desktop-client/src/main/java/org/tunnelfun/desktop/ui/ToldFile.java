package org.tunnelfun.desktop.ui;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.tunnelfun.desktop.config.Home;

/**
 * A file as another process named it over the control socket, where anything may stand. Pure.
 *
 * @param shown what a person sees of it: bounded, and escaped where it would not be seen as it is
 * @param possible whether this system can have such a file; if not, nothing that needs it may be
 *     offered
 */
record ToldFile(String shown, boolean possible) {

    static ToldFile of(String name) {
        if (name == null || name.isBlank()) {
            return new ToldFile("without a name", false);
        }
        try {
            return new ToldFile(Sentence.escaped(Home.shorten(Path.of(name))), true);
        } catch (InvalidPathException e) {
            return new ToldFile(Sentence.escaped(name), false);
        }
    }
}
