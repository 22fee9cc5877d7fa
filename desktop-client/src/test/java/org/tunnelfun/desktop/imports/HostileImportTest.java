package org.tunnelfun.desktop.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tunnelfun.desktop.config.ServerConfig.StrictHostKeyChecking;
import org.tunnelfun.desktop.config.TunnelEntry;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.Requires;

/** An ssh_config that was written to do harm, or just badly: bounded, and told. */
class HostileImportTest {

    private static final String GOOD = "\nHost nas\n  RemoteForward 2001 localhost:22\n";

    @TempDir Path folder;

    @Test
    void filesThatIncludeThemselvesEndAndTheRestIsTaken() throws Exception {
        write("a", "Include b\nInclude a\n" + GOOD);
        write("b", "Include a\nInclude ./b\n");
        Imported imported = read("a");
        assertEquals(List.of("nas"), names(imported));
        String left = String.join("\n", imported.left());
        assertEquals(3, imported.left().size(), left);
        assertTrue(left.contains("a:2: Include"), left);
        assertTrue(left.contains("includes itself"), left);
    }

    @Test
    void filesThatMultiplyAreGivenUp() throws Exception {
        for (int i = 0; i < 12; i++) {
            write("f" + i, "Include f*\n");
        }
        IOException e = inTime(() -> assertThrows(IOException.class, () -> read("f0")));
        assertTrue(e.getMessage().contains("more than 256 files"), e.getMessage());
    }

    @Test
    void hostsAndOptionsThatMultiplyAreGivenUp() throws Exception {
        StringBuilder text = new StringBuilder("Host");
        for (int i = 0; i < 50_000; i++) {
            text.append(" h").append(i);
        }
        write("config", text + "\n" + "User x\n".repeat(50_000));
        IOException e = inTime(() -> assertThrows(IOException.class, () -> read("config")));
        assertTrue(e.getMessage().contains("more than 100000 options"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "~", "~root/x", "[", "{a", "''", ".", "no/such/*", "folder"})
    void anIncludeThatLeadsNowhereIsToldAndTheRestIsTaken(String pattern) throws Exception {
        Files.createDirectory(folder.resolve("folder"));
        write("config", "Include " + pattern + GOOD);
        Imported imported = read("config");
        assertEquals(List.of("nas"), names(imported));
        assertEquals(1, imported.left().size(), imported.left()::toString);
        assertTrue(imported.left().get(0).contains("config:1: Include"), imported.left()::toString);
    }

    @Test
    @Requires(Need.LINUX)
    void whatHasNoEndIsNotRead() throws Exception {
        write("config", "Include /dev/zero" + GOOD);
        Imported imported = inTime(() -> read("config"));
        assertEquals(List.of("nas"), names(imported));
        assertTrue(imported.left().get(0).contains("/dev/zero"), imported.left()::toString);
        IOException e =
                inTime(
                        () ->
                                assertThrows(
                                        IOException.class,
                                        () -> SshConfigImport.read(Path.of("/dev/zero"))));
        assertTrue(e.getMessage().contains("a device"), e.getMessage());
        write("long", "#".repeat((1 << 20) + 1));
        IOException tooLong = assertThrows(IOException.class, () -> read("long"));
        assertEquals("it is longer than 1 MiB", tooLong.getMessage());
    }

    @Test
    void textThatIsNoTextComesNeitherToTheConfigNorToTheTerminal() throws Exception {
        write("config", "Host \u009b2J\n  RemoteForward 2001 localhost:22\n");
        assertEquals(List.of(), names(read("config")));
        Files.write(
                folder.resolve("config"),
                ("Host \u001b[2J*\nHost \u009b2J x;reboot $(reboot)\n  User \u00fc\n"
                                + "  RemoteForward 2001 $(reboot):22\n"
                                + GOOD)
                        .getBytes("ISO-8859-1"));
        Imported imported = read("config");
        assertEquals(List.of("nas"), names(imported));
        for (String line : imported.left()) {
            assertTrue(line.chars().noneMatch(Character::isISOControl), line);
        }
    }

    @Test
    void whatStandsBeforeAnyHostHoldsForAllAndFirst() throws Exception {
        write("config", "User anna\nInclude more\n" + GOOD + "  User bob\n  Port 2222\n");
        write("more", "Port 2200\nHost other\n  User carl\n");
        Imported imported = read("config");
        assertEquals("anna@nas:2200", imported.config().servers().get("nas").address());
    }

    @Test
    void whatForgetsHostKeysIsNotTakenOver() throws Exception {
        write(
                "config",
                GOOD
                        + "  UserKnownHostsFile /dev/null\n  StrictHostKeyChecking no\n"
                        + "  IdentityFile none\n");
        Imported imported = read("config");
        var nas = imported.config().servers().get("nas");
        assertEquals(StrictHostKeyChecking.ASK, nas.strictHostKeyChecking());
        assertTrue(nas.knownHostsFile().endsWith(".ssh/known_hosts"), nas::toString);
        assertTrue(nas.identityFile().isEmpty());
        assertEquals(3, imported.left().size(), imported.left()::toString);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private Imported read(String name) throws IOException {
        return SshConfigImport.read(folder.resolve(name));
    }

    private static List<String> names(Imported imported) {
        return imported.config().entries().stream().map(TunnelEntry::name).toList();
    }

    private static <T> T inTime(org.junit.jupiter.api.function.ThrowingSupplier<T> work) {
        return assertTimeoutPreemptively(Duration.ofSeconds(20), work);
    }
}
