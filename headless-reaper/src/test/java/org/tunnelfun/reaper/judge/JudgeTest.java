package org.tunnelfun.reaper.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tunnelfun.reaper.judge.Decision.What;
import org.tunnelfun.reaper.probe.Heard;
import org.tunnelfun.reaper.proc.Holder;

class JudgeTest {

    @ParameterizedTest
    @CsvSource({
        "SESSION, BANNER,               ALIVE",
        "SESSION, NOTHING,              SILENT",
        "SESSION, CLOSED,               CLOSED",
        "SESSION, BYTES,                OTHER",
        "SESSION, REFUSED,              UNKNOWN",
        "SESSION, UNCONNECTED,          UNKNOWN",
        "SESSION, LOCAL_ERROR,          UNKNOWN",
        "SESSION, BANNER NOTHING,       ALIVE",
        "SESSION, NOTHING BANNER,       ALIVE",
        "SESSION, NOTHING CLOSED,       CLOSED",
        "SESSION, NOTHING BYTES,        OTHER",
        "SESSION, NOTHING LOCAL_ERROR,  UNKNOWN",
        "SESSION, NOTHING REFUSED,      UNKNOWN",
        "SESSION, BANNER LOCAL_ERROR,   ALIVE",
        "SESSION, NOTHING NOTHING,      SILENT",
        "UNSEEN,  NOTHING,              SILENT",
        "FOREIGN, NOTHING,              FOREIGN",
        "MASTER,  BANNER,               FOREIGN",
        "MONITOR, NOTHING,              FOREIGN",
        "UNCLEAR, NOTHING,              FOREIGN",
        "SHARED,  NOTHING,              FOREIGN",
    })
    void whatWasHeardAtAllAddressesOfAPortMakesItsVerdict(
            Holder.Kind kind, String outcomes, Verdict verdict) {
        assertEquals(verdict, Judge.verdict(kind, heard(outcomes), false));
    }

    @Test
    void aFullQueueIsTheSilenceOfAProcessThatAcceptsNothing() {
        assertEquals(
                Verdict.SILENT, Judge.verdict(Holder.Kind.SESSION, heard("UNCONNECTED"), true));
    }

    @Test
    void nothingHeardAtAllIsUnknown() {
        assertEquals(Verdict.UNKNOWN, Judge.verdict(Holder.Kind.SESSION, List.of(), false));
    }

    private static List<Heard> heard(String outcomes) {
        InetSocketAddress to = new InetSocketAddress("127.0.0.1", 2001);
        return Arrays.stream(outcomes.trim().split(" "))
                .map(o -> new Heard(to, Heard.Outcome.valueOf(o), 1, 0, 5000, ""))
                .toList();
    }

    /** One row per rule: what differs from a stale session of strikes 2/2, and the decision. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    ``                                        | REAP         | silent 2/2
                    strikes=1                                 | AGAIN        | silent 1/2
                    strikes=2 needed=3                        | AGAIN        | silent 2/3
                    strikes=1 needed=1                        | REAP         | silent 1/1
                    unprobed                                  | AGAIN        | silent 2/2
                    kind=MASTER                               | SPARE        | the sshd that accepts
                    kind=MONITOR                              | SPARE        | watches over
                    kind=UNCLEAR                              | SPARE        | does not say
                    kind=FOREIGN                              | SPARE        | no sshd session
                    kind=SHARED                               | SPARE        | several processes
                    kind=UNSEEN                               | FORBIDDEN    | cannot be seen
                    kind=UNSEEN missing=CAP_SYS_PTRACE        | FORBIDDEN    | CAP_SYS_PTRACE
                    kind=UNSEEN ports=2001:CLOSED             | SPARE        | whether it is a tunnel is not
                    kind=UNSEEN ports=2001:SILENT,2002:OTHER  | SPARE        | 2002 of the same process: some
                    missing=CAP_KILL                          | FORBIDDEN    | CAP_KILL
                    unidentified                              | SPARE_SILENT | start time
                    ancestor                                  | SPARE_SILENT | reaper itself
                    tty                                       | SPARE_SILENT | shows no unacknowledged data
                    tty unacked=1                             | SPARE_SILENT | since the last look only
                    tty unconnected                           | SPARE_SILENT | device cannot be seen
                    tty unacked=2                             | REAP         | silent 2/2
                    tty unacked=2 ancestor                    | SPARE_SILENT | reaper itself
                    tty unacked=1 strikes=1 needed=1          | AGAIN        | silent 1/2
                    ports=2001:ALIVE                          | SPARE        | banner
                    ports=2001:CLOSED                         | SPARE        | device's sshd
                    ports=2001:OTHER                          | SPARE        | answered
                    ports=2001:UNKNOWN                        | SPARE        | could not be probed
                    ports=2001:SILENT,2002:ALIVE              | SPARE        | port 2002
                    ports=2001:SILENT,2002:CLOSED             | SPARE        | port 2002
                    ports=2001:SILENT,2002:OTHER              | SPARE        | port 2002
                    ports=2001:SILENT,2002:UNKNOWN            | SPARE        | port 2002 of its session: it could not
                    ports=2001:ALIVE,2002:UNKNOWN             | SPARE        | port 2002 of its session: it could not
                    ports=2001:SILENT,2002:SILENT             | REAP         | silent 2/2
                    reap=SILENT,CLOSED,OTHER ports=2001:CLOSED | REAP        | no banner 2/2
                    reap=SILENT,CLOSED,OTHER ports=2001:OTHER | REAP         | no banner 2/2
                    reap=SILENT,CLOSED,OTHER ports=2001:ALIVE | SPARE        | banner
                    reap=SILENT,CLOSED,OTHER ports=2001:UNKNOWN | SPARE      | could not be probed
                    reap=SILENT,CLOSED,OTHER ports=2001:CLOSED,2002:ALIVE | SPARE | port 2002
                    reap=CLOSED ports=2001:SILENT             | SPARE        | reap does not name
                    reap=CLOSED ports=2001:CLOSED,2002:SILENT | SPARE        | 2002 of its session: silent, which
                    reap=SILENT,CLOSED any=2001 ports=2001:CLOSED | SPARE    | what it leads to does not
                    any=2001                                  | SPARE_SILENT | anything may answer
                    any=2001 tty unacked=2                    | SPARE_SILENT | anything may answer
                    any=2002 ports=2001:SILENT,2002:SILENT    | SPARE_SILENT | anything may answer
                    any=2002 ports=2001:SILENT,2002:SILENT unacked=2 | REAP  | silent 2/2
                    any=2002 ports=2001:SILENT,2002:OTHER unacked=2 | SPARE  | port 2002
                    any=2002 ports=2001:SILENT,2002:CLOSED    | SPARE        | port 2002
                    """)
    void theDecisionFollowsFromTheFacts(String facts, What what, String reason) {
        Decision decision = Judge.decide(facts(facts));
        assertEquals(what, decision.what(), decision.reason());
        assertTrue(decision.reason().contains(reason), decision.reason());
    }

    /** All that is ever said of a port, by what was heard and what is known of its holder. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    ALIVE   | SESSION | ssh | it answers with a banner
                    ALIVE   | SESSION | any | it answers with a banner
                    ALIVE   | UNSEEN  | ssh | it answers with a banner
                    ALIVE   | UNSEEN  | any | it answers with a banner
                    CLOSED  | SESSION | ssh | closed without a word: the tunnel works, the device's sshd does not
                    CLOSED  | SESSION | any | closed without a word: the tunnel works, what it leads to does not
                    CLOSED  | UNSEEN  | ssh | closed without a word; whether it is a tunnel is not known, as its holder cannot be seen
                    CLOSED  | UNSEEN  | any | closed without a word; whether it is a tunnel is not known, as its holder cannot be seen
                    OTHER   | SESSION | ssh | something on the device answered, but with no SSH banner
                    OTHER   | SESSION | any | something on the device answered, as anything may there
                    OTHER   | UNSEEN  | ssh | something answered, but with no SSH banner; whether it is a tunnel is not known, as its holder cannot be seen
                    OTHER   | UNSEEN  | any | something answered, as anything may there; whether it is a tunnel is not known, as its holder cannot be seen
                    SILENT  | SESSION | ssh | silent, which reap does not name
                    SILENT  | UNSEEN  | ssh | silent, which reap does not name
                    UNKNOWN | SESSION | ssh | it could not be probed, so nothing is known of it
                    UNKNOWN | UNSEEN  | any | it could not be probed, so nothing is known of it
                    FOREIGN | SHARED  | ssh | held by several processes
                    FOREIGN | MASTER  | any | held by the sshd that accepts connections
                    """)
    void theWordsSayNoMoreThanIsKnownOfTheHolder(
            Verdict verdict, Holder.Kind kind, String expect, String words) {
        assertEquals(words, Judge.words(verdict, kind, expect.equals("any")));
    }

    /** Whatever was heard: what is not known to be a session is not called a tunnel or a device. */
    @Test
    void onlyASessionIsEverSaidToBeATunnel() {
        for (Holder.Kind kind : EnumSet.complementOf(EnumSet.of(Holder.Kind.SESSION))) {
            for (Verdict first : Verdict.values()) {
                for (Verdict second : Verdict.values()) {
                    for (int bits = 0; bits < 1 << 6; bits++) {
                        String reason =
                                Judge.decide(combination(kind, first, second, bits)).reason();
                        String said = reason.replace("whether it is a tunnel is not known", "");
                        assertFalse(said.contains("tunnel") || said.contains("device"), reason);
                        boolean sshd = said.contains("session") && kind == Holder.Kind.UNSEEN;
                        assertFalse(sshd, kind + ": " + reason);
                    }
                }
            }
        }
    }

    /** Whatever else is true: without these, nobody is ever ended. */
    @Test
    void noCombinationOfFactsEndsWhatMustNeverBeEnded() {
        int reaped = 0;
        for (Holder.Kind kind : Holder.Kind.values()) {
            for (Verdict first : Verdict.values()) {
                for (Verdict second : Verdict.values()) {
                    for (int bits = 0; bits < 1 << 6; bits++) {
                        Facts facts = combination(kind, first, second, bits);
                        if (Judge.decide(facts).what() == What.REAP) {
                            reaped++;
                            assertEquals(Holder.Kind.SESSION, kind);
                            assertTrue(facts.identified() && !facts.ancestor());
                            assertTrue(!facts.unprobed() && facts.missing().isEmpty());
                            assertTrue(facts.strikes() >= facts.needed());
                            assertTrue(!facts.tty() || facts.unacked() >= 2);
                            Set<Verdict> both = EnumSet.of(first, second);
                            both.removeAll(facts.reap());
                            assertEquals(Set.of(), both);
                        }
                    }
                }
            }
        }
        assertTrue(reaped > 0);
    }

    private static Facts combination(Holder.Kind kind, Verdict a, Verdict b, int bits) {
        boolean strict = (bits & 32) != 0;
        return new Facts(
                kind,
                (bits & 1) != 0,
                (bits & 2) != 0,
                (bits & 4) != 0,
                true,
                (bits & 8) != 0 ? 2 : 0,
                Map.of(2001, a, 2002, b),
                false,
                Set.of(),
                (bits & 16) != 0 ? 2 : 1,
                2,
                strict
                        ? EnumSet.of(Verdict.SILENT, Verdict.CLOSED, Verdict.OTHER)
                        : EnumSet.of(Verdict.SILENT),
                "");
    }

    private static Facts facts(String text) {
        Map<String, String> f = new TreeMap<>();
        for (String word : text.trim().split(" +")) {
            String[] pair = word.split("=", 2);
            f.put(pair[0], pair.length == 2 ? pair[1] : "yes");
        }
        Map<Integer, Verdict> ports = new TreeMap<>();
        for (String port : f.getOrDefault("ports", "2001:SILENT").split(",")) {
            String[] pair = port.split(":");
            ports.put(Integer.parseInt(pair[0]), Verdict.valueOf(pair[1]));
        }
        Set<Verdict> reap = EnumSet.noneOf(Verdict.class);
        for (String verdict : f.getOrDefault("reap", "SILENT").split(",")) {
            reap.add(Verdict.valueOf(verdict.toUpperCase(Locale.ROOT)));
        }
        return new Facts(
                Holder.Kind.valueOf(f.getOrDefault("kind", "SESSION")),
                !f.containsKey("unidentified"),
                f.containsKey("ancestor"),
                f.containsKey("tty"),
                !f.containsKey("unconnected"),
                Integer.parseInt(f.getOrDefault("unacked", "0")),
                ports,
                f.containsKey("unprobed"),
                f.containsKey("any") ? Set.of(Integer.valueOf(f.get("any"))) : Set.of(),
                Integer.parseInt(f.getOrDefault("strikes", "2")),
                Integer.parseInt(f.getOrDefault("needed", "2")),
                reap,
                f.getOrDefault("missing", ""));
    }
}
