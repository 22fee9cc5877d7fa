/**
 * What tests of several packages share: a real sshd, targets, free ports, and the one condition
 * under which a test may be left out. Nothing here depends on the program under test.
 */
package org.tunnelfun.desktop.testing;
