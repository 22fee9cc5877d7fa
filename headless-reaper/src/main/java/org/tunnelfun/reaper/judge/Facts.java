package org.tunnelfun.reaper.judge;

import java.util.Map;
import java.util.Set;
import org.tunnelfun.reaper.proc.Holder;

/**
 * All that a decision about one holder is made from.
 *
 * @param kind what the holder is
 * @param identified whether its start time is known, so that no other process can be mistaken for
 *     it
 * @param ancestor whether the reaper itself runs below it
 * @param tty whether somebody's terminal belongs to it
 * @param connected whether its connection to the device is to be seen
 * @param unacked in how many rounds in a row its connection had data that the device did not
 *     acknowledge although it was sent again
 * @param ports the last verdict on each of its ports; one that was not probed is missing
 * @param unprobed whether one of its listeners was not probed yet
 * @param any ports behind which anything may answer
 * @param strikes rounds in a row in which nothing spoke for it
 * @param needed strikes that make it stale
 * @param reap verdicts that count as strikes
 * @param missing the right that a signal to it would need, or empty
 */
public record Facts(
        Holder.Kind kind,
        boolean identified,
        boolean ancestor,
        boolean tty,
        boolean connected,
        int unacked,
        Map<Integer, Verdict> ports,
        boolean unprobed,
        Set<Integer> any,
        int strikes,
        int needed,
        Set<Verdict> reap,
        String missing) {}
