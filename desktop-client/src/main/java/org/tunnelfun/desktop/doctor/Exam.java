package org.tunnelfun.desktop.doctor;

import java.util.function.Consumer;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.engine.SshSession;

/** Some of the questions that are asked over one session. */
abstract class Exam {

    final SshSession session;
    final TunnelConfig tunnel;
    final Consumer<Finding> tell;

    Exam(SshSession session, TunnelConfig tunnel, Consumer<Finding> tell) {
        this.session = session;
        this.tunnel = tunnel;
        this.tell = tell;
    }
}
