package org.tunnelfun.reaper.sweep;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tunnelfun.reaper.proc.Holder;

/** All but the signal. */
public final class DryRun implements Signals {
    private final Rights rights;

    /** Says the same about missing rights as the real thing. */
    public DryRun(Rights rights) {
        this.rights = rights;
    }

    @Override
    public Map<Holder.Key, Ended> end(List<Holder> sessions, Duration grace) {
        return sessions.stream()
                .map(Holder::key)
                .collect(
                        Collectors.toMap(
                                Function.identity(),
                                k -> new Ended(Ended.Result.DRY_RUN, "", -1, "")));
    }

    @Override
    public String missing(Holder holder) {
        return rights.missingFor(holder);
    }
}
