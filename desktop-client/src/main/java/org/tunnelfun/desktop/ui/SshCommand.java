package org.tunnelfun.desktop.ui;

import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.engine.ForwardStatus;
import org.tunnelfun.desktop.engine.TunnelStatus;

/** The command that leads through a tunnel. Pure. */
public final class SshCommand {

    private SshCommand() {}

    /**
     * What a person on the server types to reach the device through the first forward that expects
     * SSH: {@code ssh -p 2001 localhost}; empty while no port is known.
     */
    public static String of(TunnelStatus status) {
        return status.forwards().stream()
                .filter(f -> f.forward().expect() == Forward.Expect.SSH && Wording.port(f) != 0)
                .findFirst()
                .map(SshCommand::of)
                .orElse("");
    }

    private static String of(ForwardStatus forward) {
        String bind = forward.forward().remote().bind();
        boolean everywhere =
                bind.isEmpty() || bind.equals("*") || bind.equals("0.0.0.0") || bind.equals("::");
        return "ssh -p " + Wording.port(forward) + " " + (everywhere ? "localhost" : bind);
    }
}
