package org.tunnelfun.desktop.control;

import java.io.IOException;

/** The instance understood and will not: there is no such tunnel, for one. */
public final class RefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    RefusedException(String why) {
        super(why);
    }
}
