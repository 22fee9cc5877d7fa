package org.tunnelfun.reaper.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    2000             | 2000            | 1
                    2000-2099,2200   | 2000-2099,2200  | 101
                    ' 2000 , 2001 '  | 2000-2001       | 2
                    2005,2000-2003   | 2000-2003,2005  | 5
                    1-65535          | 1-65535         | 65535
                    2000-2010,2005   | 2000-2010       | 11
                    """)
    void listsAndRangesAreReadAndWrittenAtTheirShortest(String text, String shortest, int size) {
        Ports ports = Ports.parse(text);
        assertEquals(shortest, ports.toString());
        assertEquals(size, ports.size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0                | "0" is not a port (1-65535)
                    70000            | "70000" is not a port (1-65535)
                    ssh              | "ssh" is not a port (1-65535)
                    -5               | "-5" is not a port (1-65535)
                    2000-            | "" is not a port (1-65535)
                    2099-2000        | "2099-2000" runs backwards; write 2000-2099
                    2000,,2001       | "2000,,2001" has an empty part between its commas
                    99999999999999   | "99999999999999" is not a port (1-65535)
                    """)
    void whatIsWrongIsNamedWithWhatIsAllowed(String text, String message) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Ports.parse(text));
        assertEquals(message, e.getMessage());
    }

    @Test
    void noPortAtAllIsAnErrorToo() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Ports.parse(" "));
        assertTrue(e.getMessage().contains("2000-2099,2200"));
    }

    @Test
    void containsAndOverlaps() {
        Ports ports = Ports.parse("2000-2009");
        assertTrue(ports.contains(2000) && ports.contains(2009));
        assertFalse(ports.contains(1999) || ports.contains(2010) || ports.contains(0));
        assertTrue(ports.overlaps(Ports.parse("2009-2020")));
        assertFalse(ports.overlaps(Ports.parse("2010")));
    }
}
