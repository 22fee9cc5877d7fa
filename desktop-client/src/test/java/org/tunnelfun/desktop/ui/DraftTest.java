package org.tunnelfun.desktop.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tunnelfun.desktop.config.ClientConfig;
import org.tunnelfun.desktop.config.Retry;
import org.tunnelfun.desktop.config.Settings;
import org.tunnelfun.desktop.config.Staleness;

class DraftTest {

    private static TunnelDraft typed() {
        TunnelDraft draft = TunnelDraft.fresh(ClientConfig.EMPTY);
        draft.name.set("nas");
        draft.server.host.set("tunnel.example.org");
        draft.server.user.set("tunnel");
        draft.forwards.get(0).port.set("2001");
        return draft;
    }

    @Test
    @DisplayName("what was typed becomes the config, and the config becomes the same draft")
    void roundTrip() {
        ClientConfig config = typed().config();
        assertEquals("nas", config.entries().get(0).name());
        assertEquals("tunnel@tunnel.example.org:22", config.tunnels().get(0).server().address());
        assertEquals(config, TunnelDraft.of(config, "nas").config());
    }

    @Test
    @DisplayName("each field says what is wrong in the config's own words")
    void problems() {
        TunnelDraft draft = typed();
        assertEquals("", draft.problem());
        draft.server.port.set("70000");
        assertEquals("70000 is not a port (1-65535)", draft.server.portProblem());
        draft.server.port.set("22");
        draft.server.host.set("a b");
        assertEquals(
                "\"a b\" is not a host name or address (IPv6 without brackets)",
                draft.server.hostProblem());
        draft.server.host.set("x");
        draft.forwards.get(0).targetPort.set("ssh");
        assertEquals("\"ssh\" is not a port (1-65535)", draft.forwards.get(0).targetProblem());
        assertFalse(draft.problem().isEmpty());
    }

    @Test
    @DisplayName("two tunnels of one name are refused")
    void twice() {
        ClientConfig one = typed().config();
        TunnelDraft second = TunnelDraft.fresh(one);
        second.name.set("nas");
        second.forwards.get(0).port.set("2002");
        assertEquals("\"nas\" is the name of two tunnels", second.problem());
    }

    @Test
    @DisplayName("only what differs from the inherited value is kept")
    void inherited() {
        SettingsModel model = new SettingsModel(Map.of("interval", 3L), Map.of(), Map.of());
        var interval = Settings.RETRY.get(0);
        assertEquals("3", model.text(interval));
        model.type(interval, "5");
        assertEquals(Map.of("interval", 5L), model.retry());
        model.type(interval, "3");
        assertEquals(Map.of(), model.retry());
    }

    @Test
    @DisplayName("the derived sentences follow the defaults")
    void derived() {
        assertEquals(
                "A dead link is noticed after about 7\u00a0s, a dead tunnel behind a live link after"
                        + " about 1\u00a0m\u00a010\u00a0s.",
                Derived.noticed(Staleness.DEFAULTS));
        assertEquals(
                "Tries start after 1\u00a0s and slow down to one in 10\u00a0s. While up: 0 logins an hour.",
                Derived.tried(Retry.DEFAULTS));
    }

    @Test
    @DisplayName("how many others share a server is known, and the draft itself is none of them")
    void sharing() {
        ClientConfig one = typed().config();
        assertEquals(0, TunnelDraft.of(one, "nas").sharing());
        TunnelDraft second = TunnelDraft.fresh(one);
        assertEquals(1, second.sharing());
        second.choose("another");
        assertEquals(0, second.sharing());
    }

    @Test
    @DisplayName("a new server begins empty, with nothing of the one that was shown before")
    void newServer() {
        ClientConfig one = typed().config();
        TunnelDraft second = TunnelDraft.fresh(one);
        assertEquals("tunnel.example.org", second.server.host.get());
        second.server.key.set("/k");
        second.choose("another");
        assertEquals("", second.server.host.get() + second.server.user.get());
        assertEquals("", second.server.key.get());
        second.choose("tunnel.example.org");
        assertEquals("tunnel", second.server.user.get());
    }
}
