package org.tunnelfun.reaper.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tunnelfun.reaper.config.Ports;
import org.tunnelfun.reaper.service.Finding.Level;
import org.tunnelfun.reaper.testing.FakeProc;

class DoctorTest {
    private static final String GOOD =
            """
            allowtcpforwarding yes
            disableforwarding no
            clientaliveinterval 15
            clientalivecountmax 3
            tcpkeepalive yes
            gatewayports no
            maxstartups 100:30:300
            """;

    @TempDir private Path folder;

    private static Finding about(String what, List<Finding> all) {
        return all.stream().filter(f -> f.what().equals(what)).findFirst().orElseThrow();
    }

    @Test
    void onAGoodServerThereIsNothingToSay() {
        List<Finding> all = new SshdAdvice(GOOD).findings(100);
        assertTrue(all.stream().allMatch(f -> f.level() == Level.OK), all.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "AllowTcpForwarding, no, WRONG, AllowTcpForwarding yes",
        "AllowTcpForwarding, local, WRONG, AllowTcpForwarding yes",
        "AllowTcpForwarding, remote, ADVICE, AllowTcpForwarding yes",
        "DisableForwarding, yes, WRONG, DisableForwarding no",
        "ClientAliveInterval, 0, ADVICE, ClientAliveInterval 15",
        "ClientAliveInterval, 600, ADVICE, ClientAliveInterval 15",
        "TCPKeepAlive, no, ADVICE, TCPKeepAlive yes",
        "GatewayPorts, yes, ADVICE, GatewayPorts no",
        "GatewayPorts, clientspecified, OK, ''",
        "MaxStartups, 10:30:100, ADVICE, MaxStartups 100:30:300",
        "PerSourcePenalties, crash:90 authfail:5, ADVICE, PerSourcePenaltyExemptList",
        "PerSourcePenalties, no, OK, ''",
    })
    void eachMisconfigurationIsNamedWithWhatMendsIt(
            String option, String value, Level level, String mend) {
        String output = option.toLowerCase(java.util.Locale.ROOT) + " " + value + "\n" + GOOD;
        Finding finding = about(option, new SshdAdvice(output).findings(100));
        assertEquals(level, finding.level(), finding.toString());
        assertTrue(finding.mend().contains(mend), finding.mend());
    }

    @Test
    void whatIsNoOutputOfSshdIsNoReasonToFail() {
        new SshdAdvice("\0\n \nclientaliveinterval 99999999999\nmaxstartups x").findings(1);
    }

    @Test
    void watchedPortsAmongTheEphemeralOnesAreFoundUnlessReserved() throws IOException {
        FakeProc proc = new FakeProc(folder.resolve("proc"));
        Path sys = Files.createDirectories(proc.root().resolve("sys/net/ipv4"));
        Files.writeString(sys.resolve("ip_local_port_range"), "32768\t60999\n");
        Files.writeString(sys.resolve("ip_local_reserved_ports"), "\n");
        assertEquals(Level.ADVICE, ephemeral(proc, "40000-40009").level());
        assertTrue(ephemeral(proc, "40000-40009").text().startsWith("10 watched ports"));
        assertEquals(Level.OK, ephemeral(proc, "2000-2099").level());
        Files.writeString(sys.resolve("ip_local_reserved_ports"), "40000-40009\n");
        assertEquals(Level.OK, ephemeral(proc, "40000-40009").level());
        Files.writeString(sys.resolve("ip_local_reserved_ports"), "8080,40000-40004\n");
        Finding half = ephemeral(proc, "40000-40009");
        assertTrue(half.text().startsWith("5 watched ports"), half.text());
        // What others reserved stays reserved.
        String all = "echo net.ipv4.ip_local_reserved_ports=8080,40000-40009 >";
        assertTrue(half.mend().startsWith(all), half.mend());
    }

    private Finding ephemeral(FakeProc proc, String ports) {
        return about(
                "ephemeral ports",
                new Doctor(proc.root(), Path.of("/etc/passwd"), Ports.parse(ports))
                        .examine(Optional.of(Path.of("/nowhere/sshd"))));
    }

    @Test
    void accountsThatHoldPortsAndHaveAShellAreNamed() throws IOException {
        FakeProc proc = new FakeProc(folder.resolve("proc"));
        Path passwd = folder.resolve("passwd");
        Files.writeString(
                passwd,
                "root:x:0:0::/root:/bin/bash\nanna:x:1000:1000::/home/anna:/bin/bash\n"
                        + "tunnel:x:900:900::/:/usr/sbin/nologin\n");
        int port = 2000;
        for (String user : List.of("root:0", "anna:1000", "tunnel:900")) {
            int uid = Integer.parseInt(user.split(":")[1]);
            proc.process(port, 1, "sshd", "sshd: " + user.split(":")[0], uid)
                    .listener(port, 5, port, 90_000 + port);
            port++;
        }
        List<Finding> all =
                new Doctor(proc.root(), passwd, Ports.parse("2000-2009"))
                        .examine(Optional.of(Path.of("/nowhere/sshd")));
        assertEquals(Level.ADVICE, about("account root", all).level());
        assertTrue(about("account anna", all).mend().contains("nologin anna"));
        assertEquals(Level.OK, about("account tunnel", all).level());
    }

    @Test
    void portsThatSessionsHoldAndNobodyWatchesAreShown() throws IOException {
        FakeProc proc = new FakeProc(folder.resolve("proc"));
        Path passwd = folder.resolve("passwd");
        Files.writeString(passwd, "anna:x:1000:1000::/home/anna:/usr/sbin/nologin\n");
        proc.process(2000, 1, "sshd", "sshd: anna", 1000).listener(2000, 5, 2000, 92_000);
        proc.process(3000, 1, "nginx", "nginx", 0).listener(3000, 5, 8080, 93_000);
        assertTrue(examine(proc, passwd).stream().noneMatch(f -> f.what().equals("not watched")));
        for (int i = 0; i < 12; i++) {
            proc.listener(2000, 6 + i, 3100 - i, 94_000 + i);
        }
        Finding shown = about("not watched", examine(proc, passwd));
        assertEquals(Level.OK, shown.level());
        assertTrue(shown.text().contains("3089 (anna), 3090 (anna), "), shown.text());
        assertTrue(shown.text().contains("3098 (anna) and 2 more"), shown.text());
        assertFalse(shown.text().contains("8080"), shown.text());
        // Who holds none that is watched is no device's account.
        Ports others = Ports.parse("4000");
        List<Finding> none =
                new Doctor(proc.root(), passwd, others)
                        .examine(Optional.of(Path.of("/nowhere/sshd")));
        assertTrue(none.stream().noneMatch(f -> f.what().startsWith("account ")), "" + none);
    }

    private static List<Finding> examine(FakeProc proc, Path passwd) {
        return new Doctor(proc.root(), passwd, Ports.parse("2000-2009"))
                .examine(Optional.of(Path.of("/nowhere/sshd")));
    }

    /** Anybody may call his program sshd, and write into its title what root is to paste. */
    @Test
    void theNameInATitleNeverBecomesPartOfACommand() throws IOException {
        FakeProc proc = new FakeProc(folder.resolve("proc"));
        Path passwd = folder.resolve("passwd");
        Files.writeString(passwd, "root:x:0:0::/root:/bin/bash\n");
        proc.process(2000, 1, "sshd", "sshd: $(reboot)\u009b1m", 4242);
        proc.listener(2000, 5, 2000, 92_000);
        proc.process(2001, 1, "sshd", "sshd: root", 4243).listener(2001, 5, 2001, 92_001);
        List<Finding> all =
                new Doctor(proc.root(), passwd, Ports.parse("2000-2009"))
                        .examine(Optional.of(Path.of("/nowhere/sshd")));
        Finding odd = about("account $(reboot)\\xc2\\x9b1m", all);
        assertEquals("getent passwd 4242", odd.mend());
        assertEquals("getent passwd 4243", about("account root", all).mend());
    }
}
