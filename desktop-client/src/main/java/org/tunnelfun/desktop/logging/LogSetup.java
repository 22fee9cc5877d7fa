package org.tunnelfun.desktop.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Sends the log to standard error. By code: Logback would parse XML at each start, which costs a
 * small device a third of a second.
 */
public final class LogSetup {

    private LogSetup() {}

    /**
     * Sets how much is logged: {@code error}, {@code warn}, {@code info}, {@code debug}, {@code
     * trace}.
     */
    public static void level(String level) {
        ours().setLevel(Level.toLevel(level, Level.INFO));
    }

    private static Logger ours() {
        return (Logger) LoggerFactory.getLogger("org.tunnelfun");
    }

    static void configure(LoggerContext context) {
        LogLayout layout = new LogLayout(!journal());
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(console);
        context.getLogger("org.tunnelfun").setLevel(Level.INFO);
    }

    /**
     * Whether standard error is the journal, which has its own clock in front of each line. The
     * variable alone says little: terminals of a desktop session inherit it (systemd.exec(5),
     * JOURNAL_STREAM).
     */
    private static boolean journal() {
        String stream = System.getenv("JOURNAL_STREAM");
        if (stream == null) {
            return false;
        }
        try {
            Map<String, Object> file =
                    Files.readAttributes(Path.of("/proc/self/fd/2"), "unix:dev,ino");
            return stream.equals(file.get("dev") + ":" + file.get("ino"));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
