/** One class per command: parses, asks, prints; no logic. May import everything, and picocli. */
package org.tunnelfun.reaper.cli;
