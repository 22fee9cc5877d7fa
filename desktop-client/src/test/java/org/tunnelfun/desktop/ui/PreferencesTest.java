package org.tunnelfun.desktop.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreferencesTest {

    @TempDir Path folder;

    private static void assertDefaults(Preferences preferences) {
        assertEquals(Theme.Choice.SYSTEM, preferences.theme());
        assertTrue(preferences.notifications());
        assertFalse(preferences.closeExplained());
        assertEquals("info", preferences.logLevel());
    }

    @Test
    @DisplayName("what was chosen holds at the next start, too")
    void kept() {
        Path file = folder.resolve("window.properties");
        Preferences chosen = new Preferences(file);
        assertDefaults(chosen);
        chosen.theme(Theme.Choice.DARK);
        chosen.notifications(false);
        chosen.explainedClose();
        chosen.logLevel("debug");
        Preferences again = new Preferences(file);
        assertEquals(Theme.Choice.DARK, again.theme());
        assertFalse(again.notifications());
        assertTrue(again.closeExplained());
        assertEquals("debug", again.logLevel());
    }

    @Test
    @DisplayName("of a file that makes no sense the defaults apply")
    void garbage() throws Exception {
        Path file = folder.resolve("window.properties");
        Files.writeString(file, "theme=pink\nlogLevel=all\ncloseExplained=perhaps\n");
        assertDefaults(new Preferences(file));
        Files.writeString(file, "theme=\\u00zz");
        assertDefaults(new Preferences(file));
        Files.writeString(file, "#".repeat(1 << 20) + "\ncloseExplained=true\n");
        assertDefaults(new Preferences(file));
    }
}
