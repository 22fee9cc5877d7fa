package org.tunnelfun.desktop.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tunnelfun.desktop.config.ConfigException;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.Retry;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.Staleness;
import org.tunnelfun.desktop.config.TunnelConfig;

class SelectionTest {

    private static final List<TunnelConfig> FLEET =
            List.of(tunnel("nas", "nas.local"), tunnel("pi", "attic"), tunnel("spare", null));

    @ParameterizedTest
    @CsvSource({
        "nas.local, 'nas,spare'",
        "NAS, 'nas,spare'",
        "attic.example.org, 'pi,spare'",
        "att, spare",
        "laptop, spare"
    })
    void aDeviceGetsItsOwnTunnelsAndThoseForAny(String host, String names) throws Exception {
        assertEquals(names, names(Selection.of(FLEET, Optional.empty(), host)));
    }

    @Test
    void aNamedTunnelStartsWhereverItIsMeantForAndWhateverItsAutoConnect() throws Exception {
        List<TunnelConfig> one = Selection.of(FLEET, Optional.of("pi"), "laptop");
        assertEquals("pi", names(one));
        assertTrue(one.get(0).autoConnect());
        assertEquals("pi", names(Selection.of(FLEET, Optional.of("attic"), "laptop")));
    }

    @Test
    void noneSaysWhatThereIs() {
        assertEquals(
                "no tunnel is meant for this device, laptop; there are: nas (for nas.local), pi (for"
                        + " attic). Pick one with -C NAME",
                error(FLEET.subList(0, 2), Optional.empty()));
        assertEquals(
                "there is no tunnel named x; there are: nas (for nas.local), pi (for attic)",
                error(FLEET.subList(0, 2), Optional.of("x")));
        assertEquals("there are no tunnels in it", error(List.of(), Optional.empty()));
    }

    private static String error(List<TunnelConfig> tunnels, Optional<String> name) {
        return assertThrows(ConfigException.class, () -> Selection.of(tunnels, name, "laptop"))
                .getMessage();
    }

    private static String names(List<TunnelConfig> tunnels) {
        return String.join(",", tunnels.stream().map(TunnelConfig::name).toList());
    }

    private static TunnelConfig tunnel(String name, String device) {
        return new TunnelConfig(
                name,
                ServerConfig.of("home", "tunnel.example.org", 22, "tunnel"),
                Optional.ofNullable(device),
                false,
                List.of(
                        new Forward(
                                new Forward.Remote("localhost", 2001),
                                new Forward.Target("localhost", 22),
                                Forward.Expect.SSH)),
                Retry.DEFAULTS,
                Staleness.DEFAULTS);
    }
}
