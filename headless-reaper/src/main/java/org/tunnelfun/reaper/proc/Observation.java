package org.tunnelfun.reaper.proc;

import java.util.List;

/**
 * Who holds the watched ports.
 *
 * @param holders each with all its ports; one whose process may not be seen has one port
 * @param complete whether the socket tables could be read to their end
 */
public record Observation(List<Holder> holders, boolean complete) {
    /** Copies what could change. */
    public Observation {
        holders = List.copyOf(holders);
    }
}
