package org.tunnelfun.desktop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
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
