package org.tunnelfun.desktop.tray;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dorkbox.systemTray.SystemTray;
import dorkbox.updates.Updates;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PhoneHomeTest {

    @Test
    @DisplayName("the tray library reports to nobody when its hour has come")
    void silent() throws Exception {
        Asked asked = new Asked();
        ProxySelector before = ProxySelector.getDefault();
        ProxySelector.setDefault(asked);
        try {
            Class.forName(TrayMenu.class.getName());
            // Its static initialiser is what registers the library for reports.
            Class.forName(SystemTray.class.getName());
            Thread reporter = reporter();
            reporter.start();
            // It reports for ever, or looks at the switch once and ends.
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> !reporter.isAlive() || !asked.addresses.isEmpty());
        } finally {
            ProxySelector.setDefault(before);
        }
        assertEquals(List.of(), asked.addresses);
        assertFalse(Updates.INSTANCE.getENABLE());
    }

    /** What the library's own reporting thread runs, after 5 s instead of 5 minutes. */
    private static Thread reporter() throws ReflectiveOperationException {
        Updates.class.getMethod("setDEBUG$Updates", boolean.class).invoke(Updates.INSTANCE, true);
        Field task =
                Class.forName("dorkbox.updates.Updates$initThread$t$1")
                        .getDeclaredField("INSTANCE");
        task.setAccessible(true);
        Thread thread = new Thread((Runnable) task.get(null), "reporter-under-test");
        thread.setDaemon(true);
        return thread;
    }

    /** Sees every address that somebody is about to ask by HTTP, and leads it nowhere. */
    private static final class Asked extends ProxySelector {
        private final List<URI> addresses = new CopyOnWriteArrayList<>();

        @Override
        public List<Proxy> select(URI uri) {
            addresses.add(uri);
            return List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", 9)));
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException why) {
            addresses.add(uri);
        }
    }
}
