package org.tunnelfun.desktop.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaperTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Paper paper = new Paper(new PrintStream(printed, true, US_ASCII), false, false);

    @Test
    void everythingFitsEightyColumns() {
        paper.title("left", "right");
        paper.say("word ".repeat(100));
        paper.event(12.3, Paper.Mood.BUSY, "word ".repeat(50));
        paper.quote("x".repeat(200));
        paper.strip(Collections.nCopies(70, true), "legend");
        text().lines().forEach(line -> assertTrue(line.length() <= 80, line));
    }

    @Test
    void ofWhatAnotherProgramPrintedForTheWholeWidthNoWordIsLost() {
        paper.quote("note: " + "who ".repeat(18).strip() + "\n      indented");
        assertEquals(18, text().split("who", -1).length - 1, text());
        assertFalse(text().contains("~"), text());
        assertTrue(text().contains("      indented"), text());
    }

    @Test
    void whatOtherProgramsSayCannotSteerTheTerminal() {
        paper.quote("evil \033[2Jscreen");
        paper.event(0, Paper.Mood.BAD, "evil \033[2Jreason\u0007");
        assertFalse(text().contains("\033") || text().contains("\u0007"), text());
    }

    @Test
    void aTerminalWithoutUnicodeGetsOtherMarks() {
        paper.strip(List.of(true, false), "legend");
        assertTrue(text().contains("#."), text());
    }

    @Test
    void logLinesBecomeEvents() {
        String line =
                "2026-11-22T16:17:15 INFO  tunnel=a@b state=SUSPECT reason=\"late by \\\"2\\\" s\"";
        Narration.Event event = Narration.event(line).orElseThrow();
        assertEquals(new Narration.Event("SUSPECT", "suspect: late by \"2\" s"), event);
        assertTrue(Narration.event("tunnel=a@b state=UP proof=proven").orElseThrow().up());
        assertTrue(Narration.event("config read again").isEmpty());
    }

    private String text() {
        return printed.toString(US_ASCII);
    }
}
