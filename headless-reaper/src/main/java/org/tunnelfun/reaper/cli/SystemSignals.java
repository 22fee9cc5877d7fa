package org.tunnelfun.reaper.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Runs something when a signal arrives. Java's only way is {@code sun.misc.Signal}, which javac
 * rightly warns of and a strict build refuses, so it is reached by reflection.
 */
final class SystemSignals {
    private SystemSignals() {}

    /**
     * Takes a signal over.
     *
     * @param name without SIG: {@code HUP}, {@code TERM}, {@code INT}
     */
    static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler call =
                    (proxy, method, arguments) ->
                            switch (method.getName()) {
                                case "handle" -> {
                                    action.run();
                                    yield null;
                                }
                                case "equals" -> proxy == arguments[0];
                                case "hashCode" -> System.identityHashCode(proxy);
                                default -> "on " + name;
                            };
            Object proxy =
                    Proxy.newProxyInstance(
                            handler.getClassLoader(), new Class<?>[] {handler}, call);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java cannot take SIG" + name, e);
        }
    }
}
