package org.tunnelfun.desktop.tray;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dorkbox.systemTray.SystemTray;
import dorkbox.updates.Updates;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
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
            // What its timer calls.
            Updates.class
                    .getMethod("access$runAtTimedInterval", Updates.class)
                    .invoke(null, Updates.INSTANCE);
        } finally {
            ProxySelector.setDefault(before);
        }
        assertEquals(List.of(), asked.addresses);
        assertFalse(Updates.INSTANCE.getENABLE());
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
