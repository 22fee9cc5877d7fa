package org.tunnelfun.desktop.ui;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.config.OrdinaryFile;
import org.tunnelfun.desktop.config.PrivateFile;

/**
 * What one person likes on this screen. Apart from the config, which may serve many devices; losing
 * it loses nothing, so a file that cannot be read means the defaults.
 */
public final class Preferences {

    private static final Logger LOG = LoggerFactory.getLogger(Preferences.class);

    /** A line for each of a few choices. */
    private static final int LONGEST = 64 * 1024;

    private final Path file;
    private final Properties values = new Properties();

    /** The preferences in this file, if there is one. */
    public Preferences(Path file) {
        this.file = file;
        if (Files.exists(file)) {
            try {
                values.load(new StringReader(OrdinaryFile.text(file, LONGEST)));
            } catch (IOException | IllegalArgumentException e) {
                LOG.warn("{} cannot be read, defaults apply: {}", file, e.toString());
            }
        }
    }

    /** Light, dark, or as the system has it. */
    public Theme.Choice theme() {
        String name = values.getProperty("theme", "system").toUpperCase(Locale.ROOT);
        for (Theme.Choice choice : Theme.Choice.values()) {
            if (choice.name().equals(name)) {
                return choice;
            }
        }
        return Theme.Choice.SYSTEM;
    }

    void theme(Theme.Choice choice) {
        set("theme", choice.name().toLowerCase(Locale.ROOT));
    }

    /** Whether notifications are shown. */
    public boolean notifications() {
        return is("notifications", true);
    }

    void notifications(boolean on) {
        set("notifications", "" + on);
    }

    /** Whether a person was told that closing the window does not end the tunnels. */
    public boolean closeExplained() {
        return is("closeExplained", false);
    }

    /** Remembers that it was told. */
    public void explainedClose() {
        set("closeExplained", "true");
    }

    /** {@code info} or {@code debug}. */
    public String logLevel() {
        return "debug".equals(values.getProperty("logLevel")) ? "debug" : "info";
    }

    void logLevel(String level) {
        set("logLevel", level);
    }

    private boolean is(String key, boolean byDefault) {
        return Boolean.parseBoolean(values.getProperty(key, "" + byDefault));
    }

    private void set(String key, String value) {
        values.setProperty(key, value);
        try {
            StringWriter text = new StringWriter();
            values.store(text, "Tunnelfun's window");
            PrivateFile.replace(file, text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("{} cannot be written: {}", file, e.toString());
        }
    }
}
