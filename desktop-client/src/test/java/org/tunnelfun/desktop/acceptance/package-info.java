/**
 * The client as its users know it: a process, its command line, a real sshd, and where root allows
 * it a network that breaks. Nothing here touches a class of the program.
 */
package org.tunnelfun.desktop.acceptance;
