/**
 * The command line: one class per command, which parses, asks and prints. The list of commands
 * stands in {@code Tunnelfun} alone.
 *
 * <p>May import all of ours, gson and picocli; never javafx, also not by way of another class. Runs
 * on the main thread.
 */
package org.tunnelfun.desktop.cli;
