package org.tunnelfun.reaper.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;

/** One line per event on standard error. Found by Logback's service loader; no file is read. */
public final class LogSetup extends ContextAwareBase implements Configurator {

    private static final String TERMINAL = "%d{yyyy-MM-dd'T'HH:mm:ss} %level";

    /** The journal has its own clock, and takes the priority from the line (sd-daemon(3)). */
    private static final String JOURNAL =
            "%replace(%replace(%level){'^WARN', '<4>WARN'}){'^ERROR', '<3>ERROR'}";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        boolean journal = System.getenv("JOURNAL_STREAM") != null;
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern((journal ? JOURNAL : TERMINAL) + " %msg%n%ex");
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(console);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
