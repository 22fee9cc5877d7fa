package org.tunnelfun.desktop.cli;

import picocli.CommandLine.Command;

/** {@code resume}. */
@Command(name = "resume", header = "Takes a pause back.")
final class ResumeCommand extends ControlAction {}
