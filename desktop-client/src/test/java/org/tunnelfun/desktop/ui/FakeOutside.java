package org.tunnelfun.desktop.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.tunnelfun.desktop.config.TunnelConfig;

/** A world in which every test goes well but the last. */
final class FakeOutside implements Outside {

    boolean atLogin;

    @Override
    public void test(TunnelConfig tunnel, Consumer<Step> step, Consumer<Boolean> done) {
        step.accept(new Step("DNS", true, tunnel.server().host() + " is 192.0.2.1", ""));
        step.accept(new Step("TCP", true, "connected in 12 ms", ""));
        step.accept(
                new Step(
                        "Login",
                        false,
                        "the server refused every key",
                        "ssh-copy-id -i ~/.ssh/id_ed25519.pub tunnel@tunnel.example.org"));
        done.accept(false);
    }

    @Override
    public List<Path> keys() {
        return List.of();
    }

    @Override
    public void makeKey(String name, Consumer<Path> made, Consumer<String> failed) {
        made.accept(Path.of(System.getProperty("user.home"), ".ssh", name));
    }

    @Override
    public void authorize(TunnelConfig tunnel, Consumer<String> lines, Consumer<String> failed) {
        lines.accept("restrict,port-forwarding,permitlisten=\"localhost:2000\" ssh-ed25519 AAAA…");
    }

    @Override
    public boolean startsAtLogin() {
        return atLogin;
    }

    @Override
    public String startAtLogin(boolean on) {
        atLogin = on;
        return "";
    }

    @Override
    public void logLevel(String level) {}
}
