package org.tunnelfun.reaper.config;

/** What is wrong with a configuration: file, path, value and what is allowed, in one line. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    /** A complete sentence for the administrator. */
    public ConfigException(String message) {
        super(message);
    }
}
