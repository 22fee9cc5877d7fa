package org.tunnelfun.reaper.judge;

import java.util.Locale;

/** What is known of a port after a probe. */
public enum Verdict {
    /** It said an SSH identification string (RFC 4253 §4.2). */
    ALIVE,
    /** Connected, and nothing was said by the deadline. */
    SILENT,
    /** Closed without a word. Of a session: the tunnel works, the device's own sshd does not. */
    CLOSED,
    /** It said something that is no SSH identification string. */
    OTHER,
    /** Its holder is no sshd session. Not probed. */
    FOREIGN,
    /** A local error. Never held against a tunnel. */
    UNKNOWN;

    /** The word in JSON, logs and on screens. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
