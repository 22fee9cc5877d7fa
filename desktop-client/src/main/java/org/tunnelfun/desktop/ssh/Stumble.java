package org.tunnelfun.desktop.ssh;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * An exception that nobody meant to throw. JSch reads packets without looking whether they are
 * some, so a few of its exceptions mean bad bytes from the server; all others are a mistake in a
 * program of ours or JSch's, and must show as what they are.
 */
final class Stumble {

    /** Of JSch's package, but ours. */
    private static final String JSCH =
            "com\\.jcraft\\.jsch\\.(?!AgentDoor|JumpChannel|RawChannel|SessionDoor|TunnelSession).+";

    private static final String JAVA = "(java|javax|jdk|sun|com\\.sun)\\..+";

    /**
     * Where JSch 2.28 has no object that a good packet would have given it: no cipher yet to pass
     * over a packet that is too long, no algorithm of the name that a signature begins with.
     */
    private static final Set<String> WITHOUT_OBJECT = Set.of("start_discard", "verify");

    private Stumble() {}

    /** Whether it is one, or was caused by one. */
    static boolean isOne(Throwable problem) {
        return innermost(problem) instanceof RuntimeException;
    }

    /** In words; the place in the program is told where it is not the server's mistake. */
    static String told(Throwable problem) {
        Throwable inner = innermost(problem);
        Optional<StackTraceElement> place =
                Arrays.stream(inner.getStackTrace())
                        .filter(frame -> !frame.getClassName().matches(JAVA))
                        .findFirst();
        if (place.filter(frame -> overBytes(inner, frame)).isPresent()) {
            return "the server sent what is no SSH packet";
        }
        JschSsh.LOG.debug("the login stumbled", problem);
        return "the login failed: %s%s: %s"
                .formatted(
                        inner.getClass().getSimpleName(),
                        place.map(at -> " in " + at.getFileName() + ":" + at.getLineNumber())
                                .orElse(""),
                        Failures.reason(inner));
    }

    private static boolean overBytes(Throwable problem, StackTraceElement place) {
        // A length that is more than there is, or less than nothing; a number without digits.
        boolean length =
                problem instanceof IndexOutOfBoundsException
                        || problem instanceof NegativeArraySizeException
                        || problem instanceof NumberFormatException;
        return place.getClassName().matches(JSCH)
                && (length
                        || problem instanceof NullPointerException
                                && WITHOUT_OBJECT.contains(place.getMethodName()));
    }

    private static Throwable innermost(Throwable problem) {
        Throwable inner = problem;
        while (inner.getCause() != null && inner.getCause() != inner) {
            inner = inner.getCause();
        }
        return inner;
    }
}
