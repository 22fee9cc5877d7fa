package org.tunnelfun.reaper.judge;

/**
 * Slows down when so many fall silent at once that the cause is hardly in each of them.
 *
 * @param on whether it is engaged
 * @param extraStrikes what each session needs more
 * @param most how many sessions may be ended in this sweep
 */
public record Brake(boolean on, int extraStrikes, int most) {
    /** With fewer ports, half of them is no crowd. */
    private static final int FEW = 10;

    /** So that a small fleet that really died is freed within a few sweeps. */
    private static final int AT_LEAST = 5;

    /** Not engaged. */
    public static final Brake OFF = new Brake(false, 0, Integer.MAX_VALUE);

    /**
     * Judges a round.
     *
     * @param ports watched ports that sessions hold
     * @param silent how many of these were silent
     */
    public static Brake of(int ports, int silent) {
        if (ports <= FEW || 2 * (long) silent <= ports) {
            return OFF;
        }
        return new Brake(true, 1, Math.max(AT_LEAST, ports / 10));
    }
}
