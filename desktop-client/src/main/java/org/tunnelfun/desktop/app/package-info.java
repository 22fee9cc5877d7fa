/**
 * Starts the program and wires everything.
 *
 * <p>May import everything; only DesktopApp does.
 */
package org.tunnelfun.desktop.app;
