/**
 * Tries every step of a tunnel, from the name to the way back, and names what is wrong and what
 * mends it. Used by the command line, the test button and the first-run guide.
 *
 * <p>May import engine and config. Blocks the caller's thread; every step has a deadline.
 */
package org.tunnelfun.desktop.doctor;
