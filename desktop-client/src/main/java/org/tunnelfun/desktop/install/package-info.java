/**
 * Starts the program at boot or login by the means of each system: systemd, launchd, Windows tasks,
 * XDG autostart. What is to be written and run is worked out as a {@link
 * org.tunnelfun.desktop.install.Plan}, without touching anything; {@link
 * org.tunnelfun.desktop.install.Installer} is the only class that touches the system. No secret
 * ever gets into a generated file. May import config. No threads.
 */
package org.tunnelfun.desktop.install;
