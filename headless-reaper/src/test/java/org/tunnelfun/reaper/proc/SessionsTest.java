package org.tunnelfun.reaper.proc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tunnelfun.reaper.config.Ports;
import org.tunnelfun.reaper.testing.FakeProc;

class SessionsTest {
    private static final Ports PORTS = Ports.parse("2000-2099");

    @TempDir private Path folder;
    private FakeProc proc;
    private Sessions sessions;

    @BeforeEach
    void aKernelAndAPasswd() throws IOException {
        proc = new FakeProc(folder.resolve("proc"));
        Path passwd = folder.resolve("passwd");
        Files.writeString(passwd, "root:x:0:0::/root:/bin/sh\nanna:x:1000:1000::/:/bin/sh\nbad\n");
        sessions = new Sessions(proc.root(), passwd);
    }

    private List<Holder> observe() {
        return sessions.observe(PORTS, false).holders();
    }

    @Test
    void aSessionIsDescribedWithAllItsPortsAndItsConnection() throws IOException {
        proc.process(900, 4200, "sshd", "sshd: anna@notty", 1000)
                .connection(900, 4, 11, 36, 3)
                .listener(900, 8, 2001, 12)
                .listener(900, 9, 3001, 13);
        Holder holder = observe().get(0);
        assertEquals(Holder.Kind.SESSION, holder.kind());
        assertEquals(new Holder.Key(900, 4200), holder.key());
        assertEquals("anna", holder.owner());
        assertEquals(1000, holder.uid());
        assertEquals("sshd", holder.program());
        assertEquals(Instant.ofEpochSecond(1700000042), holder.since().orElseThrow());
        assertEquals(
                List.of(2001, 3001),
                holder.listeners().stream().map(Holder.Listener::port).toList());
        assertEquals("203.0.0.10", holder.connection().orElseThrow().remote().getHostString());
        assertEquals(36, holder.connection().orElseThrow().unacked());
        assertFalse(holder.tty());
    }

    @ParameterizedTest
    @CsvSource({
        "sshd, sshd: anna, SESSION",
        "sshd-session, sshd-session: anna, SESSION",
        "sshd (deleted), sshd: anna, SESSION",
        "sshd, sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups, MASTER",
        "sshd, sshd: anna [priv], MONITOR",
        "sshd-session, sshd-session: anna [postauth], MONITOR",
        "sshd, /usr/sbin/sshd -D, UNCLEAR",
        "nginx, nginx: master process, FOREIGN",
        "python3.11, sshd: anna, FOREIGN",
        "sshdx, sshd: anna, FOREIGN",
        "dropbear, dropbear, FOREIGN",
    })
    void theProgramAndItsTitleTellWhatHoldsAPort(String exe, String title, Holder.Kind kind)
            throws IOException {
        proc.process(900, 4200, exe, title, 1000).listener(900, 8, 2001, 12);
        assertEquals(kind, observe().get(0).kind());
    }

    @Test
    void aPtyMakesATerminalEvenIfTheTitleHidesIt() throws IOException {
        proc.process(900, 1, "sshd", "sshd: anna@notty", 1000)
                .listener(900, 8, 2001, 12)
                .descriptor(900, 10, "/dev/ptmx");
        assertTrue(observe().get(0).tty());
    }

    @Test
    void aHolderThatMayNotBeSeenIsKnownByItsSocketOnly() throws IOException {
        proc.process(900, 1, "sshd", "sshd: anna", 1000).listener(900, 8, 2001, 12);
        Files.delete(proc.root().resolve("900/fd/8"));
        Holder holder = observe().get(0);
        assertEquals(Holder.Kind.UNSEEN, holder.kind());
        assertEquals(0, holder.pid());
        assertEquals("anna", holder.owner());
    }

    @Test
    void aSessionWhoseProgramIsHiddenIsNoSession() throws IOException {
        proc.process(900, 1, "sshd", "sshd: anna", 1000).listener(900, 8, 2001, 12);
        Files.delete(proc.root().resolve("900/exe"));
        assertEquals(Holder.Kind.UNSEEN, observe().get(0).kind());
    }

    @Test
    void aPortThatSeveralProcessesShareBelongsToNoSession() throws IOException {
        proc.process(900, 1, "sshd", "sshd: anna", 1000).listener(900, 8, 2001, 12);
        proc.process(901, 1, "sshd", "sshd: anna", 1000).descriptor(901, 8, "socket:[12]");
        assertEquals(Holder.Kind.SHARED, observe().get(0).kind());
    }

    @Test
    void onePortOnTwoAddressesMayHaveTwoHolders() throws IOException {
        proc.process(900, 1, "sshd", "sshd: anna", 1000).listener(900, 8, 2001, 12);
        proc.process(901, 1, "nginx", "nginx", 0).listener(901, 8, 2001, 13);
        assertEquals(2, observe().size());
    }

    @Test
    void portsThatNobodyWatchesAreNotReported() throws IOException {
        proc.process(900, 1, "sshd", "sshd: anna", 1000).listener(900, 8, 3001, 12);
        assertEquals(List.of(), observe());
    }

    @Test
    void aRememberedHolderIsForgottenWhenItsDescriptorLeadsElsewhere() throws IOException {
        proc.process(900, 1, "sshd", "sshd: anna", 1000).listener(900, 8, 2001, 12);
        observe();
        proc.process(901, 7, "nginx", "nginx", 0).listener(901, 3, 2001, 14).closed(12);
        assertEquals(Holder.Kind.FOREIGN, observe().get(0).kind());
        proc.listener(900, 8, 2001, 12).descriptor(900, 8, "socket:[99]");
        assertTrue(observe().stream().anyMatch(h -> h.kind() == Holder.Kind.UNSEEN));
    }

    @Test
    void whatIsRememberedIsNotReadAgain() throws IOException {
        proc.process(900, 1, "sshd", "sshd: anna", 1000).listener(900, 8, 2001, 12);
        observe();
        Files.writeString(proc.root().resolve("900/cmdline"), "sshd: bob");
        assertEquals(Holder.Kind.SESSION, observe().get(0).kind());
        Files.writeString(proc.root().resolve("900/cmdline"), "sshd: bob [priv]");
        assertEquals(Holder.Kind.SESSION, observe().get(0).kind());
        assertEquals(Holder.Kind.MONITOR, sessions.observe(PORTS, true).holders().get(0).kind());
    }

    @Test
    void processesThatVanishWhileReadAreNoTrouble() throws IOException {
        proc.process(900, 1, "sshd", "sshd: anna", 1000).listener(900, 8, 2001, 12);
        Files.delete(proc.root().resolve("900/stat"));
        Files.delete(proc.root().resolve("900/cmdline"));
        Files.delete(proc.root().resolve("900/status"));
        Files.createDirectories(proc.root().resolve("901"));
        Files.createDirectories(proc.root().resolve("99999999999"));
        assertEquals(Holder.Kind.UNSEEN, observe().get(0).kind());
    }

    @Test
    void withoutSocketTablesTheObservationIsNotComplete() throws IOException {
        Files.delete(proc.root().resolve("self/net/tcp"));
        assertFalse(sessions.observe(PORTS, false).complete());
    }
}
