package org.tunnelfun.reaper.api;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.tunnelfun.reaper.config.ReaperConfig;
import org.tunnelfun.reaper.fleet.EventJson;
import org.tunnelfun.reaper.fleet.Fleet;
import org.tunnelfun.reaper.fleet.History;
import org.tunnelfun.reaper.fleet.PortState;
import org.tunnelfun.reaper.judge.Verdict;
import org.tunnelfun.reaper.report.ReportJson;
import org.tunnelfun.reaper.sweep.PortReport;
import org.tunnelfun.reaper.sweep.Report;

/** The documents about the fleet. Every key is always present; what is not known is null. */
final class Answers {
    private Answers() {}

    /** All ports. */
    static String fleet(Fleet.Snapshot fleet, ReaperConfig config, List<String> notes) {
        return ReportJson.text(
                json -> {
                    json.name("version").value(1);
                    json.name("started").value(ReportJson.time(fleet.started()));
                    json.name("lastSweep").value(time(fleet.last().map(Report::at)));
                    json.name("sweepMs");
                    json.value(fleet.last().map(Report::took).map(Duration::toMillis).orElse(null));
                    json.name("sweeps").value(fleet.sweeps());
                    json.name("watched").value(config.ports().toString());
                    json.name("dryRun").value(config.dryRun());
                    json.name("notes").beginArray();
                    for (String note : notes) {
                        json.value(note);
                    }
                    for (String note : fleet.last().map(Report::notes).orElse(List.of())) {
                        json.value(note);
                    }
                    json.endArray().name("ports").beginArray();
                    for (PortState state : sorted(fleet)) {
                        json.beginObject();
                        state(json, state, fleet.sweeps() > 0);
                        json.endObject();
                    }
                    json.endArray();
                });
    }

    private static List<PortState> sorted(Fleet.Snapshot fleet) {
        return fleet.ports().values().stream()
                .sorted(java.util.Comparator.comparingInt(PortState::port))
                .toList();
    }

    /**
     * One port with its last decisions.
     *
     * @param looked whether a sweep has ended yet; before, absence means nothing
     */
    static String port(PortState state, boolean looked) {
        return ReportJson.text(
                json -> {
                    state(json, state, looked);
                    json.name("decisions").beginArray();
                    for (PortReport decision : state.decisions()) {
                        json.beginObject();
                        EventJson.evidence(json, decision);
                        json.endObject();
                    }
                    json.endArray();
                });
    }

    private static void state(JsonWriter json, PortState state, boolean looked) throws IOException {
        Optional<PortReport> now = state.current();
        boolean known = looked || now.isPresent();
        String nobody = known ? ReportJson.NOBODY : "the first sweep is under way";
        json.name("port").value(state.port());
        json.name("name").value(state.name().isEmpty() ? null : state.name());
        json.name("verdict").value(known ? state.verdict() : Verdict.UNKNOWN.word());
        json.name("action").value(now.map(p -> p.action().word()).orElse("none"));
        json.name("reason").value(now.map(PortReport::reason).orElse(nobody));
        json.name("since").value(ReportJson.time(state.since()));
        json.name("lastAlive").value(time(state.lastAlive()));
        json.name("user").value(now.map(p -> p.holder().owner()).orElse(null));
        json.name("peer").value(now.map(p -> ReportJson.peer(p.holder())).orElse(null));
        json.name("pid").value(now.map(p -> p.holder().pid()).filter(p -> p > 0).orElse(null));
        json.name("reapedToday").value(state.reapedToday());
        json.name("reaped").value(state.reaped());
        json.name("history").beginArray();
        for (History.Change change : state.history().changes()) {
            json.beginObject();
            json.name("at").value(ReportJson.time(change.at()));
            json.name("verdict").value(change.verdict());
            json.endObject();
        }
        json.endArray();
    }

    private static String time(Optional<Instant> at) {
        return at.map(ReportJson::time).orElse(null);
    }

    /** The outcome of a recheck. */
    static String recheck(int port, Optional<PortReport> outcome) {
        return ReportJson.text(
                json -> {
                    json.name("port").value(port);
                    json.name("verdict")
                            .value(outcome.map(p -> p.verdict().word()).orElse("absent"));
                    json.name("action").value(outcome.map(p -> p.action().word()).orElse("none"));
                    json.name("reason")
                            .value(outcome.map(PortReport::reason).orElse(ReportJson.NOBODY));
                });
    }

    /** The watched ports. */
    static String watched(String ports) {
        return ReportJson.text(json -> json.name("ports").value(ports));
    }

    /** Why a question has no answer. */
    static String error(String message) {
        return ReportJson.text(json -> json.name("error").value(message));
    }
}
