package org.tunnelfun.desktop.imports;

import java.util.List;
import java.util.Optional;
import org.tunnelfun.desktop.config.ClientConfig;

/**
 * What an import found.
 *
 * @param config the tunnels
 * @param reaper text of a {@code reaper.json}, if the file had a part for the server
 * @param took what was taken over, one line each
 * @param left what was not, and why, one line each
 */
public record Imported(
        ClientConfig config, Optional<String> reaper, List<String> took, List<String> left) {}
