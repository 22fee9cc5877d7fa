package org.tunnelfun.desktop.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One tunnel as the file says it; {@link ClientConfig#tunnels} says what it means.
 *
 * @param name unique in the file
 * @param server key of the file's {@code servers}
 * @param device the host name this tunnel is meant for; none: any
 * @param autoConnect whether it starts with the program
 * @param forwards one or more
 * @param retry overrides, by key of {@link Settings#RETRY}
 * @param staleness overrides, by key of {@link Settings#STALENESS}
 */
public record TunnelEntry(
        String name,
        String server,
        Optional<String> device,
        boolean autoConnect,
        List<Forward> forwards,
        Map<String, Object> retry,
        Map<String, Object> staleness) {

    public TunnelEntry {
        forwards = List.copyOf(forwards);
        retry = Collections.unmodifiableMap(new LinkedHashMap<>(retry));
        staleness = Collections.unmodifiableMap(new LinkedHashMap<>(staleness));
    }
}
