/**
 * Connects to forwarded ports and listens. Hears, and judges nothing.
 *
 * <p>What comes back from a port is hostile: bounded here and escaped before it is kept. Imports
 * nothing of ours but {@code judge}'s {@code Escape}. A probe runs on the caller's thread.
 */
package org.tunnelfun.reaper.probe;
