package org.tunnelfun.desktop.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tunnels of one device that would take a port of one server from each other. */
class CollisionTest {

    private static final String ASKED_BY_NAME =
            "tunnels: \"a\" and \"b\" both ask h for localhost:2001; give each a port or a device of"
                    + " its own";

    @ParameterizedTest
    @CsvSource({
        "'', '', true",
        "'', 'device', true",
        "'device', 'DEVICE', true",
        "'device', 'other', false",
        "'', 'off', false"
    })
    void twoTunnelsOfOneDeviceMayNotAskOneServerForOnePort(
            String first, String second, boolean refused) {
        String file = file("", asking("a", "h", first, 2001), asking("b", "h", second, 2001));
        assertEquals(refused ? ASKED_BY_NAME : "", error(file));
    }

    @Test
    void anotherPortOrOneThatTheServerChoosesIsNobodyElses() {
        assertEquals("", error(file("", asking("a", "h", "", 2001), asking("b", "h", "", 2002))));
        assertEquals("", error(file("", asking("a", "h", "", 0), asking("b", "h", "", 0))));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"host\": \"X.example\"', true",
        "'\"host\": \"x.example\", \"port\": 22, \"user\": \"other\"', true",
        "'\"host\": \"y\", \"hosts\": [\"x.example\"]', true",
        "'\"host\": \"x.example\", \"port\": 2222', false",
        "'\"host\": \"y\"', false",
        "'\"host\": \"x.example\", \"proxyJump\": [\"gateway\"]', false",
        "'\"host\": \"x.example\", \"proxy\": \"socks5://gateway\"', false"
    })
    void twoNamesForOneServerAreOneServer(String other, boolean refused) {
        String file =
                file(
                        ", \"k\": {" + other + "}",
                        asking("a", "h", "", 2001),
                        asking("b", "k", "", 2001));
        String asked =
                "tunnels: \"a\" and \"b\" both ask x.example (h and k) for localhost:2001; give"
                        + " each a port or a device of its own";
        assertEquals(refused ? asked : "", error(file));
    }

    @Test
    void ofAServerWithAProblemOnlyThatOneIsTold() {
        String file =
                file(
                        ", \"k\": {\"host\": \"x.example\", \"port\": 0}",
                        asking("a", "h", "", 2001),
                        asking("b", "k", "", 2001));
        assertEquals("servers.k.port: 0 is not a port (1-65535)", error(file));
    }

    /** What is wrong with it, or empty. */
    private static String error(String file) {
        try {
            ConfigReader.read(JsonText.parse(file), Path.of("/"));
            return "";
        } catch (ConfigException e) {
            return String.join("\n", e.problems());
        }
    }

    private static String file(String servers, String first, String second) {
        return "{\"servers\": {\"h\": {\"host\": \"x.example\", \"user\": \"y\"}%s}, \"tunnels\": [%s, %s]}"
                .formatted(servers, first, second);
    }

    private static String asking(String name, String server, String where, int port) {
        String only =
                where.equals("off")
                        ? "\"autoConnect\": false, "
                        : where.isEmpty() ? "" : "\"device\": \"" + where + "\", ";
        return "{\"name\": \"%s\", %s\"server\": \"%s\", \"forwards\": [{\"remote\": {\"port\": %d}, \"target\": {\"port\": 22}}]}"
                .formatted(name, only, server, port);
    }
}
