/**
 * What the log looks like, and which changes of a tunnel are worth a line.
 *
 * <p>May import engine, ui's Wording and ch.qos.logback. {@code StatusLog} is called on the
 * engine's threads and does not block beyond a write to standard error.
 */
package org.tunnelfun.desktop.logging;
