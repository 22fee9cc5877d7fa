package org.tunnelfun.desktop.app;

/** Starts. */
public final class Main {
    private Main() {}

    /** Starts. */
    public static void main(String[] args) {
        System.exit(0);
    }
}
