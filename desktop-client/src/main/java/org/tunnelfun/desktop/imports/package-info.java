/**
 * Reads other programs' files into a config: {@code ssh_config} and the original tool's YAML. What
 * cannot be taken over is named, never guessed.
 *
 * <p>May import config and gson. No threads.
 */
package org.tunnelfun.desktop.imports;
