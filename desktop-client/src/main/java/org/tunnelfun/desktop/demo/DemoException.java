package org.tunnelfun.desktop.demo;

/** The demo cannot go on; the message says why and what helps. */
public final class DemoException extends Exception {
    private static final long serialVersionUID = 1L;

    /** A message for people. */
    DemoException(String message) {
        super(message);
    }
}
