package org.tunnelfun.desktop.cli;

import picocli.CommandLine.Command;

/** {@code pause}. */
@Command(name = "pause", header = "Ends a session and stays off until resumed.")
final class PauseCommand extends ControlAction {}
