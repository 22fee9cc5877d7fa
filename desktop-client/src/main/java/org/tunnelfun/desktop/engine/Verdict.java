package org.tunnelfun.desktop.engine;

import org.tunnelfun.desktop.engine.SshSession.Heard;
import org.tunnelfun.desktop.engine.SshSession.SelfCheck;

/** What a self-check says of a forward as a whole; pure. */
enum Verdict {
    /** Every loopback that listens leads to the target. */
    PROVEN,
    /** The way works; nothing answers at the target. */
    TARGET_DOWN,
    /** The server forbids the check. */
    FORBIDDEN,
    /** One loopback is ours, the other one is held by somebody else. */
    HALF,
    /** The port answers, and not through this session. */
    FOREIGN,
    /** Nothing came back. */
    SILENT,
    /** The server does not listen. */
    NOBODY,
    /** Nothing was learned. */
    UNKNOWN;

    /** Puts both loopbacks together. */
    static Verdict of(SelfCheck check) {
        boolean ours = either(check, Heard.PROVEN) || either(check, Heard.TARGET_DOWN);
        boolean held = either(check, Heard.FOREIGN) || either(check, Heard.SILENT);
        if (ours && held) {
            return HALF;
        }
        for (Verdict v : new Verdict[] {PROVEN, TARGET_DOWN, FOREIGN, SILENT, FORBIDDEN}) {
            if (either(check, Heard.valueOf(v.name()))) {
                return v;
            }
        }
        return either(check, Heard.UNKNOWN) ? UNKNOWN : NOBODY;
    }

    /** Whether the session itself works, wherever its port may lead. */
    boolean speaksForSession() {
        return this == PROVEN || this == TARGET_DOWN || this == HALF || this == FORBIDDEN;
    }

    private static boolean either(SelfCheck check, Heard what) {
        return check.v4() == what || check.v6() == what;
    }
}
