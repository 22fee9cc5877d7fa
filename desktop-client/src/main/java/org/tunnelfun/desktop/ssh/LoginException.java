package org.tunnelfun.desktop.ssh;

import org.tunnelfun.desktop.engine.Failure;

/** Ends a login for a reason that is known already. */
final class LoginException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    LoginException(Failure failure) {
        super(failure.message());
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
