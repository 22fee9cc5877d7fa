package org.tunnelfun.desktop.ui;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import javafx.collections.ListChangeListener;
import javafx.stage.Window;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops JavaFX's timer while no window can be seen. On Linux it cannot be paused and wakes the
 * processor 60 times a second for nothing, which is most of what a hidden program costs. Reaches
 * into JavaFX for it; where that does not go, all goes on as before. For the screen's thread.
 */
public final class Pulse {

    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

    /** Milliseconds; what JavaFX itself starts it with. */
    private static final int PERIOD = 16;

    private static final String TIMER = "com.sun.glass.ui.gtk.GtkTimer";

    private final Object timer;
    private final Method start;
    private final Method stop;
    private boolean running = true;

    private Pulse(Object timer) throws ReflectiveOperationException {
        this.timer = timer;
        Class<?> type = timer.getClass().getSuperclass();
        start = type.getMethod("start", int.class);
        stop = type.getMethod("stop");
        start.setAccessible(true);
        stop.setAccessible(true);
    }

    /** Follows the windows from now on, where there is anything to be saved. */
    public static void followWindows() {
        try {
            Class<?> toolkits = Class.forName("com.sun.javafx.tk.Toolkit");
            Object toolkit = toolkits.getMethod("getToolkit").invoke(null);
            Field field = toolkit.getClass().getDeclaredField("pulseTimer");
            field.setAccessible(true);
            Object timer = field.get(toolkit);
            if (timer != null && timer.getClass().getName().equals(TIMER)) {
                Pulse pulse = new Pulse(timer);
                Window.getWindows().addListener((ListChangeListener<Window>) c -> pulse.follow());
                pulse.follow();
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.debug("the timer of JavaFX goes on while hidden: {}", e.toString());
        }
    }

    private void follow() {
        boolean wanted = !Window.getWindows().isEmpty();
        if (wanted == running) {
            return;
        }
        running = wanted;
        try {
            if (wanted) {
                start.invoke(timer, PERIOD);
            } else {
                stop.invoke(timer);
            }
        } catch (IllegalAccessException | InvocationTargetException e) {
            LOG.warn("the timer of JavaFX: {}", e.toString());
        }
    }
}
