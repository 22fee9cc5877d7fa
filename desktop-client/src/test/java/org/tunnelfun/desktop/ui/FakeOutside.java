package org.tunnelfun.desktop.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.tunnelfun.desktop.config.ClientConfig;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.engine.HostKeyPrompt;

/** A world in which every test goes well but the last. */
final class FakeOutside implements Outside {

    boolean atLogin;
    volatile boolean trusted;

    /** What is answered only when it is run; null: all is answered at once. */
    volatile List<Runnable> late;

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
    public void hostKey(TunnelConfig tunnel, HostKeyPrompt prompt, Consumer<Step> done) {
        if (trusted) {
            Step known = new Step("host key", Look.UP, "known, and shown by the server", "");
            answer(() -> done.accept(known));
        } else {
            prompt.ask(
                    new HostKeyPrompt.Question(
                            tunnel.server().host(),
                            "ED25519",
                            "SHA256:uNiVztksCsDhcc0u9e8BrOdHwpdV0pJg5XhDMyWJ1Wk",
                            "ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub",
                            "~/.ssh/known_hosts"),
                    () -> trusted = true);
            done.accept(new Step("host key", Look.NEEDS_YOU, "is not known", "compare it"));
        }
    }

    @Override
    public void target(Forward forward, Consumer<Step> done) {
        Step found = new Step("target", Look.UP, forward.target() + " says SSH-2.0-x", "");
        answer(() -> done.accept(found));
    }

    private void answer(Runnable answer) {
        if (late == null) {
            answer.run();
        } else {
            late.add(answer);
        }
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
                        "restrict,port-forwarding,permitlisten=\"localhost:PORT\",permitopen=\"127.0.0.1:PORT\",permitopen=\"[::1]:PORT\" ssh-ed25519 AAAA… laptop"
                                .replace("PORT", "" + tunnel.forwards().get(0).remote().port()),
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
