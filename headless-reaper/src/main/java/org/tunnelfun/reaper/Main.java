package org.tunnelfun.reaper;

/** Starts. */
public final class Main {
    private Main() {}

    /** Starts. */
    public static void main(String[] args) {
        System.exit(0);
    }
}
