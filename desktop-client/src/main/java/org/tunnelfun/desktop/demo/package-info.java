/**
 * A minute in which a tunnel breaks and comes back before the user's eyes: a real sshd of the
 * machine, run as the current user with throw-away keys, and this program as its own client. It
 * knows the client and the reaper by their command lines only.
 *
 * <p>May import nothing of ours. Everything it started ends with it, also after Ctrl-C.
 */
package org.tunnelfun.desktop.demo;
