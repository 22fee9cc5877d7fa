package org.tunnelfun.desktop.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * An account that only one sshd knows: it sees a copy of /etc with one account more, in a mount
 * namespace of its own, so that the machine's own accounts stay as they are.
 *
 * @param name of the account
 * @param shell its login shell
 */
record ServerAccount(String name, String shell) {

    /** Uid and gid. */
    static final int ID = 6_001;

    /** What stands before the command of an sshd that knows the account. */
    static List<String> before(Path folder) {
        return List.of(
                Tools.program("unshare", "ssh").toString(),
                "--mount",
                "sh",
                "-c",
                "mount --bind " + folder.resolve("etc") + " /etc && exec \"$@\"",
                "sh");
    }

    /** Makes the copy; the account may read what its login needs in {@code folder}. */
    void create(Path folder) throws IOException {
        Path etc = folder.resolve("etc");
        Tools.run(List.of("cp", "-a", "/etc", etc.toString()));
        Path home = Files.createDirectory(folder.resolve("home"));
        append(etc.resolve("passwd"), "%s:x:%d:%d::%s:%s", name, ID, ID, home, shell);
        append(etc.resolve("group"), "%s:x:%d:", name, ID);
        append(etc.resolve("shadow"), "%s:*:1::::::", name);
        mode(folder, "rwx--x--x");
        mode(folder.resolve("authorized_keys"), "rw-r--r--");
        mode(home, "rwxr-xr-x");
    }

    private static void append(Path file, String line, Object... values) throws IOException {
        Files.writeString(file, line.formatted(values) + "\n", StandardOpenOption.APPEND);
    }

    private static void mode(Path file, String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
