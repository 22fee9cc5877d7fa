package org.tunnelfun.desktop.ui;

import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.tunnelfun.desktop.config.Forward;

/** A forward as it is typed. */
final class ForwardDraft {

    final StringProperty bind = new SimpleStringProperty("localhost");
    final StringProperty port = new SimpleStringProperty("");
    final StringProperty targetHost = new SimpleStringProperty("localhost");
    final StringProperty targetPort = new SimpleStringProperty("22");
    final SimpleBooleanProperty ssh = new SimpleBooleanProperty(true);

    ForwardDraft() {}

    ForwardDraft(Forward f) {
        bind.set(f.remote().bind());
        port.set("" + f.remote().port());
        targetHost.set(f.target().host());
        targetPort.set("" + f.target().port());
        ssh.set(f.expect() == Forward.Expect.SSH);
    }

    /**
     * The forward.
     *
     * @throws IllegalArgumentException with the config's own sentence
     */
    Forward forward() {
        return new Forward(remote(), target(), expect());
    }

    private Forward.Remote remote() {
        return new Forward.Remote(bind.get().strip(), Numbers.port(port.get()));
    }

    private Forward.Target target() {
        return new Forward.Target(targetHost.get().strip(), Numbers.port(targetPort.get()));
    }

    private Forward.Expect expect() {
        return ssh.get() ? Forward.Expect.SSH : Forward.Expect.ANY;
    }

    /** What is wrong on the server's side, or empty. */
    String remoteProblem() {
        return Numbers.problem(this::remote);
    }

    /** What is wrong on the device's side, or empty. */
    String targetProblem() {
        return Numbers.problem(this::target);
    }
}
