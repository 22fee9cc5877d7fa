package org.tunnelfun.desktop.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "compares paths as Unix writes them")
class AppPathsTest {

    private static final Path HOME = Path.of("/home/anna");

    @TempDir Path folder;

    @Test
    void eachSystemHasItsFolders() {
        assertEquals(
                new AppPaths(
                        HOME.resolve(".config/tunnelfun/tunnels.json"),
                        HOME.resolve(".local/state/tunnelfun"),
                        Optional.empty()),
                of("Linux", Map.of("XDG_CONFIG_HOME", "relative", "XDG_STATE_HOME", "")));
        assertEquals(
                new AppPaths(
                        Path.of("/c/tunnelfun/tunnels.json"),
                        Path.of("/s/tunnelfun"),
                        Optional.of(Path.of("/run/user/1/tunnelfun"))),
                of(
                        "Linux",
                        Map.of(
                                "XDG_CONFIG_HOME", "/c",
                                "XDG_STATE_HOME", "/s",
                                "XDG_RUNTIME_DIR", "/run/user/1")));
        assertEquals(
                HOME.resolve("Library/Application Support/tunnelfun/tunnels.json"),
                of("Mac OS X", Map.of("XDG_CONFIG_HOME", "/c")).config());
        assertEquals(HOME.resolve("AppData/Local/tunnelfun"), of("Windows 11", Map.of()).state());
    }

    @Test
    void theSocketsPathIsShortHoweverDeepTheStateLies() throws IOException {
        Path deep = folder.resolve("d".repeat(120));
        Instance instance = Instance.ofState(deep);
        AppPaths paths = of("Linux", Map.of("XDG_STATE_HOME", deep.toString()));
        Path socket = SocketPlace.of(paths, instance);
        assertTrue(
                socket.toString().getBytes(StandardCharsets.UTF_8).length <= 103, socket::toString);
        assertTrue(Files.isDirectory(socket.getParent()));
    }

    @Test
    void aFolderThatIsALinkIsNotTrusted() throws IOException {
        Path runtime = folder.resolve("run");
        Files.createDirectory(folder.resolve("elsewhere"));
        Files.createDirectory(runtime);
        Files.createSymbolicLink(runtime.resolve("tunnelfun"), folder.resolve("elsewhere"));
        AppPaths paths = of("Linux", Map.of("XDG_RUNTIME_DIR", runtime.toString()));
        Path state = Files.createTempDirectory("s");
        try {
            Path socket = SocketPlace.of(paths, Instance.ofState(state));
            assertEquals(state, socket.getParent());
        } finally {
            Files.delete(state);
        }
    }

    private static AppPaths of(String os, Map<String, String> environment) {
        return AppPaths.of(os, HOME, environment::get);
    }
}
