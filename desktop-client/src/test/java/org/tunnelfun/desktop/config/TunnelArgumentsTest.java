package org.tunnelfun.desktop.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TunnelArgumentsTest {

    @Test
    void oneThatWasGivenLikeSshsIsNamedByTheSameLettersEachAWordOfItsOwn() {
        ServerConfig server =
                ServerConfig.of("anna@::1", "::1", 2222, "anna")
                        .withIdentityFile(Path.of("/my keys/$(id)"))
                        .withReaperPort(7022);
        assertEquals(
                "-i '/my keys/$(id)' -p 2222 -R localhost:2000:localhost:22 'anna@[::1]'",
                TunnelArguments.of(tunnel("anna@::1", server)));
        ServerConfig local = ServerConfig.of("example.org", "example.org", 22, "anna");
        assertEquals(
                "-R localhost:2000:localhost:22 anna@example.org",
                TunnelArguments.of(tunnel("example.org", local)));
    }

    @Test
    void oneOfAConfigIsNamedByItsNameAlsoWhereItsServerIsCalledTheSame() {
        ServerConfig server =
                ServerConfig.of("my nas", "example.org", 22, "anna").withReaperPort(9000);
        assertEquals("'my nas'", TunnelArguments.of(tunnel("my nas", server)));
    }

    private static TunnelConfig tunnel(String name, ServerConfig server) {
        Forward forward =
                new Forward(
                        new Forward.Remote("localhost", 2000),
                        new Forward.Target("localhost", 22),
                        Forward.Expect.SSH);
        return new TunnelConfig(
                name,
                server,
                Optional.empty(),
                true,
                List.of(forward),
                Settings.retry(Map.of()),
                Staleness.DEFAULTS);
    }
}
