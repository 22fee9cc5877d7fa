/**
 * Answers questions: over a Unix socket for the command line, over loopback HTTP for owners,
 * monitoring and browsers.
 *
 * <p>Reads snapshots and asks {@code Reaper} to recheck; never touches the live state. Everything a
 * caller sends is hostile: sizes, times and numbers of callers are bounded.
 */
package org.tunnelfun.reaper.api;
