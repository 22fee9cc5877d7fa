package org.tunnelfun.desktop.app;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SIGHUP, which Java has no supported way to hear of. */
final class Signals {

    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private Signals() {}

    /**
     * Runs {@code reload} at SIGHUP where there is such a signal and no terminal: there, it means
     * that the terminal is gone, and the program should be, too.
     */
    static void onHangup(Runnable reload) {
        if (Terminal.interactive()) {
            return;
        }
        try {
            // Named only by reflection: the compiler warns of sun.misc and the warning is an error.
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object reloading =
                    Proxy.newProxyInstance(
                            handler.getClassLoader(),
                            new Class<?>[] {handler},
                            (proxy, method, arguments) -> {
                                switch (method.getName()) {
                                    case "handle" -> reload.run();
                                    case "hashCode" -> {
                                        return System.identityHashCode(proxy);
                                    }
                                    case "equals" -> {
                                        return proxy == arguments[0];
                                    }
                                    default -> {
                                        return "reload";
                                    }
                                }
                                return null;
                            });
            Object hangup = signal.getConstructor(String.class).newInstance("HUP");
            signal.getMethod("handle", signal, handler).invoke(null, hangup, reloading);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.debug("no SIGHUP here: {}", e.toString());
        }
    }
}
