package org.tunnelfun.desktop.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.Requires;
import org.tunnelfun.desktop.testing.Tools;

/** The toggle of the settings, on real files. */
@Requires(Need.LINUX)
class LoginItemTest {

    @TempDir Path home;
    private String realHome;

    @BeforeEach
    void start() {
        realHome = System.setProperty("user.home", home.toString());
        System.setProperty("tunnelfun.launcher", "/opt/my apps/bin/tunnelfun");
    }

    @AfterEach
    void restore() {
        System.setProperty("user.home", realHome);
        System.clearProperty("tunnelfun.launcher");
    }

    @Test
    @DisplayName("start at login is written as a valid entry that starts hidden, and taken away")
    void toggled() throws Exception {
        LoginItem item = new LoginItem();
        assertFalse(item.isOn());
        assertEquals("", item.set(true));
        assertTrue(item.isOn());
        Path entry = home.resolve(".config/autostart/tunnelfun.desktop");
        String validator = Tools.program("desktop-file-validate", "services").toString();
        assertEquals("", Tools.run(List.of(validator, entry.toString())));
        assertEquals(
                "Exec=\"/opt/my apps/bin/tunnelfun\" --hidden",
                Files.readAllLines(entry).stream()
                        .filter(line -> line.startsWith("Exec="))
                        .findFirst()
                        .orElseThrow());
        assertEquals("", item.set(false));
        assertFalse(item.isOn());
        assertFalse(Files.exists(entry));
    }
}
