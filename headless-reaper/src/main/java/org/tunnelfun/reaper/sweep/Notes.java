package org.tunnelfun.reaper.sweep;

import java.util.ArrayList;
import java.util.List;
import org.tunnelfun.reaper.judge.Brake;

/** What held a sweep back, in words for its report. */
final class Notes {
    private Notes() {}

    static List<String> of(boolean complete, boolean trusted, Brake brake) {
        List<String> notes = new ArrayList<>();
        if (!complete) {
            notes.add(
                    "the kernel's socket tables could not be read to their end: everything is"
                            + " unknown");
        }
        if (!trusted) {
            notes.add("our own control listener was not heard: everything is unknown");
        }
        if (brake.on()) {
            notes.add(
                    "BRAKE: more than half of the ports are silent at once; "
                            + "one strike more, and at most "
                            + brake.most()
                            + " sessions are ended in a sweep");
        }
        return notes;
    }
}
