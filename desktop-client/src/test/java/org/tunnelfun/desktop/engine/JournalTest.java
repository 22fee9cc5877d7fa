package org.tunnelfun.desktop.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tunnelfun.desktop.engine.SshSession.ServerProcess;

class JournalTest {
    @TempDir private Path state;

    private static SessionRecord record(Journal journal, long pid, String boot) {
        return new SessionRecord(
                "SHA256:abc/def+g=",
                "tunnel",
                journal.device(),
                new TreeSet<>(List.of(2000, 2001)),
                new ServerProcess(boot, pid, "12345", "sshd-session", "tunnel"),
                journal.run(),
                Instant.ofEpochSecond(1_700_000_000));
    }

    @Test
    void aLaterRunFindsTheRecordsOfAnEarlierOneTheNewestFirst() {
        Journal first = new Journal(state, "nas", "run-1");
        first.add(record(first, 10, "boot-1"));
        first.add(record(first, 11, "boot-1"));
        Journal second = new Journal(state, "nas", "run-2");
        assertEquals(
                List.of(11L, 10L),
                second.of("SHA256:abc/def+g=", "tunnel").stream()
                        .map(r -> r.process().pid())
                        .toList());
        assertEquals("run-1", second.of("SHA256:abc/def+g=", "tunnel").get(0).run());
    }

    @Test
    void recordsOfAnotherServerAccountOrDeviceAreNotGiven() {
        Journal journal = new Journal(state, "nas", "run-1");
        journal.add(record(journal, 10, "boot-1"));
        assertEquals(List.of(), journal.of("SHA256:other", "tunnel"));
        assertEquals(List.of(), journal.of("SHA256:abc/def+g=", "root"));
        assertEquals(
                List.of(), new Journal(state, "clone", "run-2").of("SHA256:abc/def+g=", "tunnel"));
    }

    @Test
    void aRebootOfTheServerForgetsWhatWasBefore() {
        Journal journal = new Journal(state, "nas", "run-1");
        journal.add(record(journal, 10, "boot-1"));
        journal.add(record(journal, 10, "boot-2"));
        assertEquals(1, journal.of("SHA256:abc/def+g=", "tunnel").size());
        journal.remove(record(journal, 10, "boot-2").process());
        assertEquals(List.of(), journal.of("SHA256:abc/def+g=", "tunnel"));
    }

    @Test
    void aProgramThatStandsStillWithTheLockKeepsNobodyWaiting() throws Exception {
        Files.createDirectories(state);
        Process other =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                LockHolder.class.getName(),
                                state.resolve("sessions.lock").toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        Journal journal = new Journal(state, "nas", "run-1");
        try {
            assertEquals("held", other.inputReader().readLine());
            assertTimeoutPreemptively(
                    Duration.ofSeconds(30), () -> journal.add(record(journal, 10, "boot-1")));
            assertFalse(Files.exists(state.resolve("sessions")));
        } finally {
            other.destroyForcibly().waitFor();
        }
        journal.add(record(journal, 10, "boot-1"));
        assertTrue(Files.exists(state.resolve("sessions")));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no POSIX modes")
    void onlyTheOwnerCanReadTheFile() throws IOException {
        Journal journal = new Journal(state.resolve("made"), "nas", "run-1");
        journal.add(record(journal, 10, "boot-1"));
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(state.resolve("made/sessions"))));
        assertEquals(
                "rwx------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(state.resolve("made"))));
    }

    @Test
    void writersAtTheSameTimeLoseNothing() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        List<Callable<Void>> writers =
                IntStream.range(0, 64)
                        .<Callable<Void>>mapToObj(
                                i ->
                                        () -> {
                                            Journal journal = new Journal(state, "nas", "r");
                                            journal.add(record(journal, 100 + i, "boot-1"));
                                            return null;
                                        })
                        .toList();
        pool.invokeAll(writers).forEach(f -> assertTrue(f.isDone()));
        pool.shutdown();
        Journal journal = new Journal(state, "nas", "r");
        assertEquals(64, journal.of("SHA256:abc/def+g=", "tunnel").size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "1 a b",
                "1 SHA256:abc tunnel nas 2000 boot 0x10 1 sshd tunnel run 5",
                "2 SHA256:abc tunnel nas 2000 boot 10 1 sshd tunnel run 5",
                "1 SHA256:abc tunnel nas 2000 boot 10 1 sshd;reboot tunnel run 5",
                "1 SHA256:abc tunnel nas 2000 boot 10 $(id) sshd tunnel run 5",
                "1 SHA256:abc tunnel nas 2000 boot 99999999999999999999 1 sshd tunnel run 5",
            })
    void aDamagedLineIsNoRecord(String line) throws IOException {
        Files.writeString(state.resolve("sessions"), line + "\n");
        Journal journal = new Journal(state, "nas", "run-1");
        assertEquals(List.of(), journal.of("SHA256:abc", "tunnel"));
        assertTrue(SessionRecord.parse(line).isEmpty());
    }

    @Test
    void aJournalThatCannotBeWrittenCostsNothingElse() throws IOException {
        Path file = Files.createFile(state.resolve("file"));
        Journal journal = new Journal(file, "nas", "run-1");
        journal.add(record(journal, 10, "boot-1"));
        assertEquals(List.of(), journal.of("SHA256:abc/def+g=", "tunnel"));
    }
}
