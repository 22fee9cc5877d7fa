package org.tunnelfun.desktop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.desktop.testing.BannerTarget;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.Tools;

/** The program as a process, a server and a target, and what {@code status} says. */
abstract class ProcessCase {

    static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir Path home;
    RealSshd sshd;
    BannerTarget target;
    int port;

    @BeforeEach
    void startServer() throws IOException {
        sshd = RealSshd.stock();
        target = BannerTarget.start();
        port = FreePort.next();
    }

    @AfterEach
    void stopServer() throws IOException {
        target.close();
        sshd.close();
    }

    /**
     * A config with one tunnel, {@code nas}, from {@link #port} to the target.
     *
     * @param key members of the server that tell how to log in
     */
    Path config(String key) throws IOException {
        return Files.writeString(
                home.resolve("tunnels.json"),
                """
                {"version": 1,
                 "servers": {"home": {"host": "127.0.0.1", "port": %d, "user": "%s",
                    "knownHostsFile": "%s", %s}},
                 "tunnels": [{"name": "nas", "server": "home",
                    "forwards": [{"remote": {"port": %d}, "target": {"port": %d}}]}]}
                """
                        .formatted(
                                sshd.port(),
                                sshd.user(),
                                sshd.knownHosts(),
                                key,
                                port,
                                target.port()));
    }

    /** Members of a server that name this key and no agent. */
    static String identity(Path key) {
        return "\"useAgent\": false, \"identityFile\": \"" + key + "\"";
    }

    /** The key that the server lets in, locked. */
    Path locked(String name, String passphrase) throws IOException {
        Path key = home.resolve(name);
        Files.copy(sshd.identity(), key);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Tools.run(List.of("ssh-keygen", "-q", "-p", "-N", passphrase, "-f", "" + key));
        return key;
    }

    JsonObject status(String... address) throws IOException {
        return statuses(address).get(0);
    }

    List<JsonObject> statuses(String... address) throws IOException {
        Stream<String> arguments = Stream.concat(Stream.of("status", "--json"), Stream.of(address));
        ClientProcess client = ClientProcess.run(home, arguments.toArray(String[]::new));
        assertEquals(0, client.exitCode(), client.err());
        JsonObject document = JsonParser.parseString(client.out()).getAsJsonObject();
        assertEquals(1, document.get("version").getAsInt());
        List<JsonObject> all = new ArrayList<>();
        document.getAsJsonArray("tunnels").forEach(t -> all.add(t.getAsJsonObject()));
        return all;
    }
}
