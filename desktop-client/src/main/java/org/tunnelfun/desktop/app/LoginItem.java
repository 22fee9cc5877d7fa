package org.tunnelfun.desktop.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.util.Optional;
import org.tunnelfun.desktop.install.Accounts;
import org.tunnelfun.desktop.install.Installer;
import org.tunnelfun.desktop.install.Launch;
import org.tunnelfun.desktop.install.Plan;
import org.tunnelfun.desktop.install.Plans;
import org.tunnelfun.desktop.install.Request;
import org.tunnelfun.desktop.install.Scope;

/** Whether the tray app starts at login; the same as {@code tunnelfun install} does for it. */
final class LoginItem {

    private static Plan plan() throws IOException {
        return Plans.of(
                System.getProperty("os.name"),
                new Request(
                        Scope.TRAY,
                        Optional.empty(),
                        Optional.empty(),
                        new Accounts().current(),
                        Launch.current()));
    }

    boolean isOn() {
        try {
            return plan().file().map(f -> Files.exists(f.path())).orElse(false);
        } catch (IOException | IllegalStateException e) {
            return false;
        }
    }

    /** What went wrong, or empty. */
    String set(boolean on) {
        StringWriter text = new StringWriter();
        try {
            Installer installer = new Installer(new PrintWriter(text));
            boolean done = on ? installer.install(plan()) : installer.uninstall(plan());
            return done ? "" : text.toString().strip();
        } catch (IOException | IllegalStateException e) {
            return "" + e.getMessage();
        }
    }
}
