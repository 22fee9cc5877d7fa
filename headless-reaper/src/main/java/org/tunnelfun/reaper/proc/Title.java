package org.tunnelfun.reaper.proc;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an sshd process says it is, in the title it sets itself ({@code sshd: anna@notty}).
 *
 * @param role which part of sshd
 * @param user the account, for a session; else empty
 * @param tty whether a terminal belongs to it
 */
public record Title(Role role, String user, boolean tty) {

    /** The parts of sshd. Only a session may ever be ended. */
    public enum Role {
        /** Serves one account's connection and holds its forwards. */
        SESSION,
        /** Accepts connections for everybody. */
        LISTENER,
        /** Has not logged anybody in, or watches over a session with root's rights. */
        MONITOR,
        /** Anything else; nothing is known, so nothing is done. */
        UNCLEAR
    }

    private static final Title UNCLEAR = new Title(Role.UNCLEAR, "", false);

    /** sshd-session from OpenSSH 9.8 on, sshd before (setproctitle in sshd.c and session.c). */
    private static final Pattern TITLE = Pattern.compile("sshd(?:-session)?: (\\S.*)");

    /** {@code [listener] 0 of 10-100 startups}; the words before it are the command line. */
    private static final Pattern LISTENER =
            Pattern.compile(".*\\[listener\\].*|.* \\d+ of \\d+-\\d+ startups.*");

    /** {@code [priv]}, {@code [net]}, {@code [preauth]}, {@code [postauth]}, {@code [accepted]}. */
    private static final Pattern MONITOR = Pattern.compile(".*\\[[a-z-]+\\].*");

    private static final Pattern SESSION =
            Pattern.compile(
                    "([^\\s\\p{Cntrl}\\[\\]/@]+(?:@[^\\s\\p{Cntrl}\\[\\]/@]+)*?)(?:@((?:notty|(?:pts|tty)[\\w/,-]*)))?");

    /** Reads a title, which may be cut or hostile. */
    public static Title of(String title) {
        Matcher named = TITLE.matcher(title.strip());
        if (!named.matches()) {
            return UNCLEAR;
        }
        String rest = named.group(1).strip();
        if (LISTENER.matcher(rest).matches()) {
            return new Title(Role.LISTENER, "", false);
        }
        if (MONITOR.matcher(rest).matches()) {
            return new Title(Role.MONITOR, "", false);
        }
        Matcher session = SESSION.matcher(rest);
        if (!session.matches()) {
            return UNCLEAR;
        }
        String where = session.group(2);
        boolean tty = where != null && !where.equals("notty");
        return new Title(Role.SESSION, session.group(1), tty);
    }
}
