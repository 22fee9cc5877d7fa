package org.tunnelfun.desktop.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Programs of the tests' own, in the place of others. */
public final class Programs {

    private Programs() {}

    /**
     * Writes a shell script that its owner may run.
     *
     * @param lines what comes after its first line
     */
    public static Path put(Path file, String lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + lines + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
