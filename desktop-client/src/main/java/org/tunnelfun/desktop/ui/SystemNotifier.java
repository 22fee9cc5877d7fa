package org.tunnelfun.desktop.ui;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows notifications by what each system brings along. Texts come from the network in part and are
 * handed over as arguments or environment, never as a part of a script.
 */
final class SystemNotifier {

    private static final Logger LOG = LoggerFactory.getLogger(SystemNotifier.class);

    /** The command takes milliseconds; one that hangs must not pile up. */
    private static final long LIMIT_SECONDS = 5;

    private static final int LONGEST = 200;

    private static final String APPLE =
            "on run argv\ndisplay notification (item 2 of argv) with title (item 1 of argv)\nend run";

    private static final String WINDOWS =
            String.join(
                    ";",
                    "$m=[Windows.UI.Notifications.ToastNotificationManager,"
                            + "Windows.UI.Notifications,ContentType=WindowsRuntime]",
                    "$x=$m::GetTemplateContent(1)",
                    "$t=$x.GetElementsByTagName('text')",
                    "$t.Item(0).InnerText=$env:TUNNELFUN_TITLE",
                    "$t.Item(1).InnerText=$env:TUNNELFUN_TEXT",
                    "$n=[Windows.UI.Notifications.ToastNotification]::new($x)",
                    "$m::CreateToastNotifier('{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}"
                            + "\\WindowsPowerShell\\v1.0\\powershell.exe').Show($n)");

    private final Map<String, String> environment;
    private boolean works = true;

    SystemNotifier() {
        this(Map.of());
    }

    /**
     * @param environment on top of this process's own
     */
    SystemNotifier(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Shows one; blocks until the system took it. A system that cannot is not asked again. */
    void tell(News.Item item) {
        LOG.debug("notification: {}: {}", item.title(), item.text());
        if (!works) {
            return;
        }
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        ProcessBuilder command =
                new ProcessBuilder(command(os, bounded(item.title()), bounded(item.text())));
        command.environment().putAll(environment);
        command.environment().put("TUNNELFUN_TITLE", bounded(item.title()));
        command.environment().put("TUNNELFUN_TEXT", bounded(item.text()));
        command.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        try {
            Process process = command.start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            works = false;
            LOG.info("no notifications: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static List<String> command(String os, String title, String text) {
        if (os.startsWith("mac")) {
            return List.of("osascript", "-e", APPLE, title, text);
        }
        if (os.startsWith("windows")) {
            return List.of("powershell", "-NoProfile", "-NonInteractive", "-Command", WINDOWS);
        }
        // "--": a text from the network that begins with a hyphen is no option.
        return List.of(
                "notify-send", "--app-name=Tunnelfun", "--icon=tunnelfun", "--", title, text);
    }

    /** One line; notify-send takes the text for markup, so what could be a tag is not let in. */
    private static String bounded(String text) {
        String line = text.replaceAll("[\\p{Cntrl}<>&]", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
