/**
 * What several tests need: a real sshd, fake processes, a clock that is set by hand, and the one
 * condition for leaving tests out. The desktop client has the like; the modules share no code.
 */
package org.tunnelfun.reaper.testing;
