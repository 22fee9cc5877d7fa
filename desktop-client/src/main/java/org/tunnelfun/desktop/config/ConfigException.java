package org.tunnelfun.desktop.config;

import java.util.List;

/** A config that cannot be used; the message has a line for each problem, the file's name first. */
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /**
     * One or more problems.
     *
     * @param problems {@code tunnels.json: servers.home.port: 70000 is not a port (1-65535)}
     */
    public ConfigException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** One problem. */
    public ConfigException(String problem) {
        this(List.of(problem));
    }

    /** One problem with its cause. */
    public ConfigException(String problem, Throwable cause) {
        this(problem);
        initCause(cause);
    }

    /** Each problem, one line. */
    public List<String> problems() {
        return problems;
    }
}
