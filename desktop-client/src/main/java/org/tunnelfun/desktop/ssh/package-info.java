/**
 * The only package that speaks SSH: own sockets, logins, forwards, self-check, server shell.
 *
 * <p>May import engine, config and com.jcraft.jsch. Adapters with threads of their own; everything
 * has a deadline, and a session is ended by closing its socket first.
 */
package org.tunnelfun.desktop.ssh;
