package org.tunnelfun.desktop.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.Requires;
import org.tunnelfun.desktop.testing.Tools;

/** Lines of known_hosts, and adding one. */
class KnownHostTest {

    private static final String KEY =
            "AAAAC3NzaC1lZDI1NTE5AAAAIAcNf0ZRwuwDLMHYxQjVtkPjBv9V2W8xzaIRXRIvPYmE";

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "example.org            | example.org           | true",
                "Example.ORG            | example.org           | true",
                "example.org            | example.com           | false",
                "example.org            | [example.org]:2222    | false",
                "[example.org]:2222     | [example.org]:2222    | true",
                "[example.org]:2222     | example.org           | false",
                "a,example.org,192.0.2.1| 192.0.2.1             | true",
                "*.example.org          | www.example.org       | true",
                "*.example.org          | example.org           | false",
                "*.example.org,!www.*   | www.example.org       | false",
                "!www.*,*.example.org   | ftp.example.org       | true",
                "!www.example.org       | ftp.example.org       | false",
                "192.0.2.?              | 192.0.2.7             | true",
                "192.0.2.?              | 192.0.2.17            | false",
                "*                      | anything              | true",
                "2001:db8::1            | 2001:db8::1           | true",
                "[2001:db8::1]:2222     | [2001:db8::1]:2222    | true",
                "''                     | example.org           | false",
            })
    void patterns(String names, String name, boolean matches) {
        KnownHost line = new KnownHost("", names, "ssh-ed25519", new byte[] {1}, 1);
        assertEquals(matches, line.isFor(name));
    }

    @Test
    void namesHashedBySshKeygenMatch() throws Exception {
        Path file = folder.resolve("known_hosts");
        Files.writeString(file, "[example.org]:2222 ssh-ed25519 " + KEY + " a comment\n");
        Tools.run(List.of("ssh-keygen", "-q", "-H", "-f", file.toString()));
        KnownHost line = KnownHost.parse(Files.readString(file), 1).orElseThrow();
        assertTrue(line.isHashed());
        assertTrue(line.isFor("[example.org]:2222"));
        assertFalse(line.isFor("example.org"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "example.org ssh-ed25519 AAAA          | ''",
                "@revoked * ssh-ed25519 AAAA           | @revoked",
                "@cert-authority *.org ssh-rsa AAAA c  | @cert-authority",
                "'\texample.org  ssh-ed25519\tAAAA  '  | ''",
            })
    void lines(String text, String marker) {
        assertEquals(marker, KnownHost.parse(text, 7).orElseThrow().marker());
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "#example.org ssh-ed25519 AAAA",
        "example.org",
        "example.org ssh-ed25519",
        "example.org ssh-ed25519 ###",
        "@revoked",
        "@revoked * ssh-ed25519"
    })
    void whatIsNoLineIsPassedOver(String text) {
        assertTrue(KnownHost.parse(text, 1).isEmpty());
    }

    @Test
    void addingAKeyKeepsEveryForeignByteAndTheFilesMode() throws Exception {
        Path file = folder.resolve("known_hosts");
        byte[] old = "# mine \u00fc\r\n\nold.org ssh-ed25519 AAAA x".getBytes("ISO-8859-1");
        Files.write(file, old);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        byte[] key = Base64.getDecoder().decode(KEY);

        KnownHosts.add(link, "[new.org]:2222", key);
        KnownHosts.add(link, "[new.org]:2222", key);

        byte[] now = Files.readAllBytes(file);
        String added = "\n[new.org]:2222 ssh-ed25519 " + KEY + "\n";
        assertEquals(new String(old, "ISO-8859-1") + added, new String(now, "ISO-8859-1"));
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("rw-r--r--", mode(file));
        try (var files = Files.list(folder)) {
            assertEquals(2, files.count(), "no temporary file is left");
        }
    }

    @Test
    void newFoldersAreNobodyElses() throws Exception {
        Path file = folder.resolve("home/.ssh/known_hosts");
        KnownHosts.add(file, "new.org", Base64.getDecoder().decode(KEY));
        for (Path each : List.of(file.getParent(), file.getParent().getParent())) {
            assertEquals("rwx------", mode(each));
        }
        assertEquals("rw-------", mode(file));
    }

    @Test
    @Requires(Need.LINUX)
    void whoeverAddsALineAtTheSameMomentDoesNotLoseIt() throws Exception {
        Path file = Files.createFile(folder.resolve("known_hosts"));
        String theirs = "i=0; while [ $i -lt 3000 ]; do echo their$i ssh-ed25519 %s >>%s; %s; done";
        Process other =
                new ProcessBuilder("sh", "-c", theirs.formatted(KEY, file, "i=$((i+1))")).start();
        int ours = 0;
        for (; other.isAlive() || ours < 20; ours++) {
            KnownHosts.add(file, "our" + ours + ".org", Base64.getDecoder().decode(KEY));
        }
        List<String> lines = Files.readAllLines(file);
        assertEquals(3_000, lines.stream().filter(l -> l.startsWith("their")).count());
        assertEquals(ours, lines.stream().filter(l -> l.matches("our\\d+[.]org .*")).count());
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    @Requires({Need.LINUX, Need.ROOT})
    void aDeviceStaysADevice() throws Exception {
        Path device = folder.resolve("null");
        Tools.run(List.of("mknod", device.toString(), "c", "1", "3"));
        byte[] key = Base64.getDecoder().decode(KEY);
        assertThrows(IOException.class, () -> KnownHosts.add(device, "new.org", key));
        assertTrue(Files.readAttributes(device, BasicFileAttributes.class).isOther());
    }

    @Test
    @Requires(Need.LINUX)
    void whatIsNoFileIsNeitherReadNorWrittenTo() throws Exception {
        Path fifo = folder.resolve("fifo");
        Tools.run(List.of("mkfifo", "-m", "600", fifo.toString()));
        byte[] key = Base64.getDecoder().decode(KEY);
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> {
                    for (Path each : List.of(fifo, folder, Path.of("/dev/zero"))) {
                        assertThrows(IOException.class, () -> KnownHosts.read(each));
                        assertThrows(IOException.class, () -> KnownHosts.add(each, "a", key));
                    }
                    LoginException none =
                            assertThrows(LoginException.class, () -> KeyFile.load(fifo));
                    assertTrue(none.failure().message().contains("a FIFO"));
                });
    }

    @Test
    void linesThatAreHostileAreReadInNoTime() throws Exception {
        String stars = "*a".repeat(200_000);
        String patterns = "*a*a*a*a*b,".repeat(50_000);
        Path file =
                Files.writeString(
                        folder.resolve("known_hosts"),
                        "%s ssh-ed25519 %s\n%s ssh-ed25519 %s\n"
                                        .formatted(stars, KEY, patterns, KEY)
                                + "|1|!|! ssh-ed25519 AAAA\n|1| ssh-ed25519 AAAA\n"
                                + "@nonsense * ssh-ed25519 AAAA\n\0\0 \0 \0\n"
                                + "good ssh-ed25519 "
                                + KEY);
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> {
                    KnownHosts hosts = KnownHosts.read(file);
                    assertEquals(0, plain(hosts, "a".repeat(250)));
                    assertEquals(1, plain(hosts, "good"));
                });
    }

    @ParameterizedTest
    @CsvSource({
        "'', 2147483647",
        "0000000b7373682d656432353531390000, 2147483647",
        "000000077373682d727361, 0",
        "000000077373682d727361 00000003010001, 0",
        "000000077373682d727361 7fffffff, 0",
        "000000077373682d727361 ffffffff 00000001ff, 0",
        "000000077373682d727361 00000003010001 ffffffff, 0",
        "000000077373682d727361 00000003010001 7fffffff ff, 8",
        "000000077373682d727361 00000003010001 00000003 00ffff, 16"
    })
    void theBitsOfAnRsaKeyAreThoseThatAreThere(String hex, int bits) {
        byte[] key = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertEquals(bits, Fingerprint.rsaBits(key));
    }

    private static long plain(KnownHosts hosts, String name) {
        return hosts.of(List.of(name)).stream().filter(KnownHost::isPlain).count();
    }

    @Test
    void aFileThatHashesItsNamesStaysSo() throws Exception {
        Path file = folder.resolve("known_hosts");
        Files.writeString(file, "old.org ssh-ed25519 " + KEY + "\n");
        Tools.run(List.of("ssh-keygen", "-q", "-H", "-f", file.toString()));
        KnownHosts.add(file, "new.org", Base64.getDecoder().decode(KEY));
        assertFalse(Files.readString(file).contains("new.org"));
        assertEquals(1, KnownHosts.read(file).of(List.of("new.org")).size());
        String found = Tools.run(List.of("ssh-keygen", "-F", "new.org", "-f", file.toString()));
        assertTrue(found.contains("found: line 2"), found);
    }
}
