package org.tunnelfun.desktop.config;

import static org.tunnelfun.desktop.config.Setting.seconds;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tunnelfun.desktop.config.Setting.Kind;

/** Every key of {@code retry} and {@code staleness}, in the order in which they are shown. */
public final class Settings {

    private static final Retry R = Retry.DEFAULTS;
    private static final Staleness S = Staleness.DEFAULTS;
    private static final long HOUR = 3_600;
    private static final long DAY = 86_400;

    /** The keys of {@code retry}. */
    public static final List<Setting> RETRY =
            List.of(
                    seconds(
                            "interval",
                            "First wait",
                            1,
                            HOUR,
                            R.interval().toSeconds(),
                            "Wait after the first failed login."),
                    seconds(
                            "maxInterval",
                            "Longest wait",
                            1,
                            DAY,
                            R.maxInterval().toSeconds(),
                            "The longest such wait; at least interval."),
                    new Setting(
                            "backoffFactor",
                            "Growth",
                            Kind.FACTOR,
                            1,
                            10,
                            R.backoffFactor(),
                            List.of(),
                            "Growth of the wait from one failure to the next; 1 keeps it as it is."),
                    new Setting(
                            "jitterPercent",
                            "Jitter",
                            Kind.PERCENT,
                            0,
                            100,
                            (long) R.jitterPercent(),
                            List.of(),
                            "How far a wait may differ by chance, so that devices do not come in"
                                    + " step."),
                    seconds(
                            "steadyAfter",
                            "Steady after",
                            0,
                            HOUR,
                            R.steadyAfter().toSeconds(),
                            "A session that lived this long forgives the failures before it."),
                    seconds(
                            "connectTimeout",
                            "Connect limit",
                            1,
                            120,
                            R.connectTimeout().toSeconds(),
                            "Limit for one TCP connect."),
                    seconds(
                            "loginTimeout",
                            "Login limit",
                            1,
                            300,
                            R.loginTimeout().toSeconds(),
                            "Limit for the whole login after the TCP connect."),
                    seconds(
                            "bindRetry",
                            "Bind wait",
                            1,
                            300,
                            R.bindRetry().toSeconds(),
                            "The longest wait between two binds of a refused port on one login."),
                    new Setting(
                            "challenge",
                            "Challenge",
                            Kind.CHOICE,
                            0,
                            0,
                            jsonName(R.challenge()),
                            List.of("always", "when-unproven", "off"),
                            "When a second session tries the port although one is up."),
                    seconds(
                            "challengeInterval",
                            "Challenge every",
                            1,
                            DAY,
                            R.challengeInterval().toSeconds(),
                            "Time between two such tries."));

    /** The keys of {@code staleness}. */
    public static final List<Setting> STALENESS =
            List.of(
                    seconds(
                            "serverAliveInterval",
                            "Keepalive every",
                            1,
                            HOUR,
                            S.serverAliveInterval().toSeconds(),
                            "Silence after which a keepalive is sent."),
                    seconds(
                            "serverAliveReplyWithin",
                            "Reply within",
                            1,
                            300,
                            S.serverAliveReplyWithin().toSeconds(),
                            "The least time that a keepalive's reply may take before the session is"
                                    + " suspect."),
                    seconds(
                            "selfCheckInterval",
                            "Self-check every",
                            1,
                            DAY,
                            S.selfCheckInterval().toSeconds(),
                            "Time between two self-checks; below 5 s the device's sshd may penalise"
                                    + " them."),
                    seconds(
                            "selfCheckTimeout",
                            "Self-check limit",
                            1,
                            300,
                            S.selfCheckTimeout().toSeconds(),
                            "Limit for one self-check; a busy, slow line needs seconds."),
                    new Setting(
                            "heartbeatCommand",
                            "Heartbeat",
                            Kind.TEXT,
                            0,
                            0,
                            S.heartbeatCommand(),
                            List.of(),
                            "Remote command whose output must keep coming; empty: none."),
                    seconds(
                            "heartbeatStaleAfter",
                            "Heartbeat limit",
                            1,
                            DAY,
                            S.heartbeatStaleAfter().toSeconds(),
                            "Silence of that command that makes a session suspect."));

    private Settings() {}

    /** The record that these values make; what is missing comes from {@link Retry#DEFAULTS}. */
    public static Retry retry(Map<String, Object> values) {
        Map<String, Object> v = complete(RETRY, values);
        if (!values.containsKey("maxInterval")) {
            // Whoever asks for a slow start alone does not want an error about the other key.
            v.put("maxInterval", Math.max((long) v.get("interval"), (long) v.get("maxInterval")));
        }
        return new Retry(
                duration(v, "interval"),
                duration(v, "maxInterval"),
                (double) v.get("backoffFactor"),
                (int) (long) v.get("jitterPercent"),
                duration(v, "steadyAfter"),
                duration(v, "connectTimeout"),
                duration(v, "loginTimeout"),
                duration(v, "bindRetry"),
                Retry.Challenge.valueOf(constant((String) v.get("challenge"))),
                duration(v, "challengeInterval"));
    }

    /** The record that these values make; what is missing comes from {@link Staleness#DEFAULTS}. */
    public static Staleness staleness(Map<String, Object> values) {
        Map<String, Object> v = complete(STALENESS, values);
        return new Staleness(
                duration(v, "serverAliveInterval"),
                duration(v, "serverAliveReplyWithin"),
                duration(v, "selfCheckInterval"),
                duration(v, "selfCheckTimeout"),
                (String) v.get("heartbeatCommand"),
                duration(v, "heartbeatStaleAfter"));
    }

    /** What is wrong with values that are all right one by one. */
    public static Optional<String> clash(Map<String, Object> retry) {
        Map<String, Object> v = complete(RETRY, retry);
        long interval = (long) v.get("interval");
        long max = (long) v.get("maxInterval");
        return retry.containsKey("maxInterval") && max < interval
                ? Optional.of("maxInterval " + max + " is less than interval " + interval)
                : Optional.empty();
    }

    /** A table in Markdown, as the README shows it. */
    public static String markdown(List<Setting> settings) {
        StringBuilder table =
                new StringBuilder("| key | default | range | |\n| --- | --- | --- | --- |\n");
        for (Setting s : settings) {
            String unit =
                    s.kind() == Kind.SECONDS || s.kind() == Kind.PERCENT
                            ? " " + s.kind().unit()
                            : "";
            table.append(
                    "| `%s` | `%s`%s | %s | %s |%n"
                            .formatted(s.key(), s.defaultValue(), unit, s.range(), s.help()));
        }
        return table.toString().replace("\r\n", "\n");
    }

    /** The name that the file uses for a constant: {@code when-unproven}. */
    static String jsonName(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String constant(String jsonName) {
        return jsonName.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static Map<String, Object> complete(
            List<Setting> settings, Map<String, Object> values) {
        Map<String, Object> all = new LinkedHashMap<>();
        settings.forEach(
                s -> all.put(s.key(), s.check(values.getOrDefault(s.key(), s.defaultValue()))));
        return all;
    }

    private static Duration duration(Map<String, Object> values, String key) {
        return Duration.ofSeconds((long) values.get(key));
    }
}
