package org.tunnelfun.desktop.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirstBytesTest {

    private final List<String> offered = new ArrayList<>();
    private String wanted = "none";

    private final FirstBytes first =
            new FirstBytes(
                    VisitsLab.arrivals(
                            () -> true,
                            (bytes, length) -> {
                                String text =
                                        new String(bytes, 0, length, StandardCharsets.US_ASCII);
                                offered.add(text);
                                return text.contains(wanted);
                            }));

    @Test
    void piecesAreShownGrowingUntilTheLineIsOver() {
        add("SSH-2.0-Tun");
        add("nelfun_1\r\n");
        add("more");
        assertEquals(List.of("SSH-2.0-Tun", "SSH-2.0-Tunnelfun_1\r\n"), offered);
    }

    @Test
    void whatWasRecognisedIsShownNoFurther() {
        wanted = "nonce";
        add("the nonce");
        add(" and more");
        assertEquals(List.of("the nonce"), offered);
        assertTrue(first.over());
    }

    @Test
    void noMoreThanAnIdentificationStringIsLookedAt() {
        add("x".repeat(200));
        assertFalse(first.over());
        add("x".repeat(200));
        assertTrue(first.over());
        assertEquals(256, offered.get(1).length());
    }

    private void add(String text) {
        byte[] bytes = ("--" + text).getBytes(StandardCharsets.US_ASCII);
        first.add(new Received.Piece(bytes, 2, bytes.length - 2));
    }
}
