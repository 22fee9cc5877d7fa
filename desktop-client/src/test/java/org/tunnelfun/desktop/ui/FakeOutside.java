package org.tunnelfun.desktop.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.tunnelfun.desktop.config.ClientConfig;
import org.tunnelfun.desktop.config.TunnelConfig;

/** A world in which every test goes well but the last. */
final class FakeOutside implements Outside {

    boolean atLogin;
    ClientConfig sshConfig = ClientConfig.EMPTY;

    @Override
    public void test(TunnelConfig tunnel, Consumer<Step> step, Consumer<Boolean> done) {
        step.accept(new Step("name", Look.UP, tunnel.server().host() + " is 192.0.2.1", ""));
        step.accept(new Step("connect", Look.UP, "connected in 12 ms", ""));
        step.accept(
                new Step(
                        "login",
                        Look.NEEDS_YOU,
                        "the server refused every key",
                        "ssh-copy-id -i ~/.ssh/id_ed25519.pub tunnel@tunnel.example.org"));
        done.accept(false);
    }

    @Override
    public List<Path> keys() {
        return List.of();
    }

    @Override
    public void makeKey(String tunnel, Consumer<Path> made, Consumer<String> failed) {
        made.accept(Path.of(System.getProperty("user.home"), ".ssh", "tunnelfun_" + tunnel));
    }

    @Override
    public void authorize(TunnelConfig tunnel, Consumer<Admission> lines, Consumer<String> failed) {
        lines.accept(
                new Admission(
                        "restrict,port-forwarding,permitlisten=\"localhost:2000\",permitopen="
                                + "\"127.0.0.1:2000\",permitopen=\"[::1]:2000\" ssh-ed25519 AAAA…"
                                + " tunnelfun laptop",
                        "printf '%s\\n' 'restrict,…' | ssh tunnel@tunnel.example.org 'umask 077; …'",
                        "useradd --create-home --shell /usr/sbin/nologin tunnel\n…"));
    }

    @Override
    public void sshConfig(Consumer<Found> found, Consumer<String> failed) {
        found.accept(
                new Found(
                        "~/.ssh/config",
                        sshConfig,
                        List.of("config:9: Match user anna is not evaluated")));
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
