package org.tunnelfun.desktop.doctor;

import java.util.function.Consumer;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.engine.SshSession;

/** Some of the questions that are asked over one session. */
abstract class Exam {

    final Asked asked;
    final SshSession session;
    final TunnelConfig tunnel;
    final Consumer<Finding> tell;

    Exam(Asked asked, TunnelConfig tunnel, Consumer<Finding> tell) {
        this.asked = asked;
        this.session = asked.session();
        this.tunnel = tunnel;
        this.tell = tell;
    }
}
