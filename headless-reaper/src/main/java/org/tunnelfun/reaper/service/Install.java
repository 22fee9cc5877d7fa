package org.tunnelfun.reaper.service;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.tunnelfun.reaper.report.ReportJson;

/** Puts the service on this machine, or takes it away. Says each step before it is taken. */
public final class Install {
    private static final int TOKEN_BYTES = 32;

    private final ServiceFiles files;
    private final boolean staged;
    private final Consumer<String> say;

    /**
     * Prepares.
     *
     * @param staged files only: no account is made and nothing is started
     * @param say is told each step
     */
    public Install(ServiceFiles files, boolean staged, Consumer<String> say) {
        this.files = files;
        this.staged = staged;
        this.say = say;
    }

    /** Whether systemd runs this machine. */
    public static boolean hasSystemd() {
        return Files.isDirectory(Path.of("/run/systemd/system"));
    }

    /**
     * Installs, enables and starts; an existing config and token are kept.
     *
     * @param jar the jar to copy
     * @param ports what to watch, for a new config
     * @param dryRun whether the new config only reports
     * @return whether every command succeeded
     */
    public boolean install(Path jar, String ports, boolean dryRun) throws IOException {
        boolean fine = account();
        Path target = files.jarFile();
        if (!Files.exists(target) || !Files.isSameFile(jar, target)) {
            say.accept("copy the jar to " + files.jar());
            Files.createDirectories(target.getParent());
            Files.copy(jar, target, StandardCopyOption.REPLACE_EXISTING);
        }
        mode(target, "rw-r--r--");
        // Without it everything works as well, only slower.
        files.archiving().forEach(words -> command(words.toArray(String[]::new)));
        Files.deleteIfExists(files.classList());
        write(files.launcher(), files.launcherText(), "rwxr-xr-x");
        if (Files.exists(files.config())) {
            say.accept("keep " + files.config());
        } else {
            write(files.config(), config(ports, dryRun), "rw-r--r--");
        }
        token();
        write(files.unit(), files.unitText(), "rw-r--r--");
        return fine
                && command("systemctl", "daemon-reload")
                && command("systemctl", "enable", "tunnelfun-reaper.service")
                && command("systemctl", "restart", "tunnelfun-reaper.service");
    }

    /** Removes all that {@link #install} and the service have made. */
    public boolean uninstall() throws IOException {
        boolean fine = true;
        if (Files.exists(files.unit())) {
            fine = command("systemctl", "disable", "--now", "tunnelfun-reaper.service");
        }
        for (Path file :
                List.of(
                        files.unit(),
                        files.launcher(),
                        files.config(),
                        files.token(),
                        files.archiveFile(),
                        files.jarFile())) {
            remove(file);
        }
        // Only empty ones: the folders may hold somebody else's files.
        for (Path folder : List.of(files.config().getParent(), files.jarFile().getParent())) {
            removeIfEmpty(folder);
        }
        removeEvents();
        fine &= command("systemctl", "daemon-reload");
        boolean known = Commands.run(List.of("id", ServiceFiles.USER)).code() == 0;
        return (staged || !known || command("userdel", ServiceFiles.USER)) && fine;
    }

    private boolean account() {
        boolean known = Commands.run(List.of("id", ServiceFiles.USER)).code() == 0;
        return staged
                || known
                || command(
                        "useradd",
                        "--system",
                        "--user-group",
                        "--no-create-home",
                        "--home-dir",
                        "/nonexistent",
                        "--shell",
                        "/usr/sbin/nologin",
                        ServiceFiles.USER);
    }

    private static String config(String ports, boolean dryRun) {
        return ReportJson.text(
                        json -> {
                            json.setIndent("  ");
                            json.name("version").value(1);
                            json.name("ports").value(ports);
                            json.name("names").beginObject().endObject();
                            json.name("dryRun").value(dryRun);
                        })
                + "\n";
    }

    private void token() throws IOException {
        byte[] secret = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(secret);
        try {
            Files.createFile(
                    files.token(),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(files.token(), HexFormat.of().formatHex(secret) + "\n");
            say.accept("write " + files.token());
        } catch (FileAlreadyExistsException e) {
            say.accept("keep " + files.token());
        }
    }

    private void write(Path file, String text, String mode) throws IOException {
        say.accept("write " + file);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        mode(file, mode);
    }

    private static void mode(Path file, String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private void remove(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            say.accept("remove " + file);
        }
    }

    private void removeEvents() throws IOException {
        if (Files.isDirectory(files.state())) {
            try (var events = Files.newDirectoryStream(files.state(), "events.jsonl*")) {
                for (Path event : events) {
                    remove(event);
                }
            }
        }
        removeIfEmpty(files.state());
    }

    private void removeIfEmpty(Path folder) throws IOException {
        String[] inside = folder.toFile().list();
        if (inside != null && inside.length == 0) {
            remove(folder);
        }
    }

    private boolean command(String... words) {
        String line = String.join(" ", words);
        if (staged) {
            say.accept("(not run: " + line + ")");
            return true;
        }
        say.accept(line);
        Commands.Result result = Commands.run(List.of(words));
        if (result.code() != 0) {
            say.accept("failed: " + result.output().strip());
        }
        return result.code() == 0;
    }
}
