/**
 * Who holds which port, read from a {@code /proc} whose root is given (proc(5)).
 *
 * <p>Nothing here decides or signals. Every file may vanish, be forbidden or be garbage at any
 * moment: what cannot be read is absent, never an exception. May import {@code judge}'s {@code
 * Escape} and {@code config}'s {@code Ports}. One thread at a time per object.
 */
package org.tunnelfun.reaper.proc;
