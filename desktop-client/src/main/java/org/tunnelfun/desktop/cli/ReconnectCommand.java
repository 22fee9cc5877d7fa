package org.tunnelfun.desktop.cli;

import picocli.CommandLine.Command;

/** {@code reconnect}. */
@Command(name = "reconnect", header = "Ends a session and starts a new one at once.")
final class ReconnectCommand extends ControlAction {}
