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
        ClientConfig config, Optional<String> reaper, List<String> took, List<String> left) {

    private static final int LONGEST = 400;

    public Imported {
        took = took.stream().map(Imported::safe).toList();
        left = left.stream().map(Imported::safe).toList();
    }

    /** The lines quote the file: nothing of it moves a terminal's cursor or fills its screen. */
    private static String safe(String line) {
        String plain = line.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
        return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain;
    }
}
