package org.tunnelfun.desktop.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tunnelfun.desktop.config.PrivateFile;

/** Finds a folder of the owner's alone that is short enough for a socket's path. */
final class SocketPlace {

    /** sun_path has 104 bytes on macOS and 108 on Linux, with a NUL at the end (unix(7)). */
    private static final int LONGEST = 103;

    private SocketPlace() {}

    /**
     * The socket's path; its folder exists and belongs to this account alone.
     *
     * @throws IOException if there is no such place
     */
    static Path of(AppPaths paths, Instance instance) throws IOException {
        String user = System.getProperty("user.name").replaceAll("[^A-Za-z0-9._-]", "_");
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"), "tunnelfun-" + user);
        List<Path> folders =
                Stream.of(paths.runtime(), Optional.of(instance.state()), Optional.of(temporary))
                        .flatMap(Optional::stream)
                        .toList();
        IOException last = new IOException("no folder is short enough for the control socket");
        for (Path folder : folders) {
            Path socket = folder.resolve(instance.id() + ".sock");
            if (socket.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length
                    > LONGEST) {
                continue;
            }
            try {
                PrivateFile.folder(folder);
                protect(folder);
                return socket;
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    private static void protect(Path folder) throws IOException {
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        PosixFileAttributes found =
                Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isDirectory()
                || !found.owner().getName().equals(System.getProperty("user.name"))) {
            throw new IOException(folder + " is not a folder of this account's");
        }
        // Fails where the folder is somebody else's after all.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
}
