package org.tunnelfun.desktop.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.tunnelfun.desktop.config.AuthorizedKeys;
import org.tunnelfun.desktop.config.Proxy;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.ServerConfig.StrictHostKeyChecking;
import org.tunnelfun.desktop.doctor.Finding.Result;
import org.tunnelfun.desktop.testing.FakeProxy;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.Requires;
import org.tunnelfun.desktop.testing.SshdConfig;
import org.tunnelfun.desktop.testing.Tools;

/** Good set-ups of every kind give no false alarm; notes only where something is to know. */
@Requires(Need.LINUX)
@Timeout(300)
class DoctorGoodTest {

    private enum SetUp {
        PLAIN,
        JUMP_HOST {
            @Override
            void on(Patient p) throws IOException {
                p.over(p.hop());
            }
        },
        HTTP_PROXY {
            @Override
            void on(Patient p) throws IOException {
                proxy(p, "http");
            }
        },
        SOCKS_PROXY {
            @Override
            void on(Patient p) throws IOException {
                proxy(p, "socks5");
            }
        },
        IPV6_LITERAL {
            @Override
            void on(Patient p) {
                p.server =
                        ServerConfig.of("test", "::1", p.sshd.port(), p.sshd.user())
                                .withIdentityFile(p.sshd.identity())
                                .withKnownHosts(p.sshd.knownHosts(), StrictHostKeyChecking.YES);
            }
        },
        /** What the machine has of OpenSSH 9.8 and later, whose sessions are another program. */
        NEWER_SSHD {
            @Override
            SshdConfig server() {
                return RealSshd.with().program(Tools.newerSshd().orElse(Tools.sshd()));
            }
        },
        LINE_A_WITHOUT_A_SHELL("shell") {
            @Override
            SshdConfig server() {
                return RealSshd.with().account("jail", "/usr/sbin/nologin");
            }

            @Override
            void on(Patient p) throws IOException {
                Files.writeString(
                        p.sshd.authorizedKeys(),
                        AuthorizedKeys.withoutShell(p.tunnel(), p.publicKey()));
            }
        },
        LINE_B_WITH_THE_FORCED_COMMAND {
            @Override
            SshdConfig server() {
                return RealSshd.with().account("tunnel", "/bin/sh");
            }

            @Override
            void on(Patient p) throws IOException {
                Path script = p.sshd.folder().resolve("session");
                Files.writeString(script, AuthorizedKeys.script());
                Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
                Files.writeString(
                        p.sshd.authorizedKeys(),
                        AuthorizedKeys.withForcedCommand(p.tunnel(), p.publicKey())
                                .replace(AuthorizedKeys.SCRIPT_FILE, script.toString()));
            }
        };

        /** Steps that have something to know. */
        private final List<String> notes;

        SetUp(String... notes) {
            this.notes = List.of(notes);
        }

        SshdConfig server() {
            return RealSshd.with();
        }

        void on(Patient p) throws IOException {}

        static void proxy(Patient p, String kind) throws IOException {
            FakeProxy proxy = p.closing(new FakeProxy("", ""));
            String address = kind + "://127.0.0.1:" + proxy.port();
            p.server = p.server.withWay(List.of(), Optional.of(Proxy.parse(address)));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_NONE, names = "LINE_.*", value = SetUp.class)
    void noFalseAlarm(SetUp good) throws IOException {
        isWell(good);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_ALL, names = "LINE_.*", value = SetUp.class)
    @Requires(Need.ROOT)
    void noFalseAlarmWithTheLinesOfAuthorize(SetUp good) throws IOException {
        isWell(good);
    }

    private static void isWell(SetUp good) throws IOException {
        try (Patient patient = new Patient(good.server())) {
            good.on(patient);
            List<Finding> findings = patient.examine();
            assertEquals(
                    good.notes,
                    findings.stream()
                            .filter(f -> f.result() != Result.OK)
                            .map(Finding::step)
                            .toList(),
                    () -> Patient.text(findings));
            List<String> steps = findings.stream().map(Finding::step).distinct().toList();
            for (String step :
                    List.of("banner", "host key", "login", "shell", "target", "forward")) {
                assertTrue(steps.contains(step), () -> step + "?\n" + Patient.text(findings));
            }
            assertTrue(Patient.text(findings).contains("proven end to end"));
        }
    }
}
