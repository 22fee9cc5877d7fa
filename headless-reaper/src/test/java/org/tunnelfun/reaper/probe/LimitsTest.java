package org.tunnelfun.reaper.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {
    @TempDir private Path self;

    private Limits limits(String limit, int open) throws IOException {
        Files.writeString(
                self.resolve("limits"),
                "Limit                     Soft Limit           Hard Limit           Units\n"
                        + "Max open files            "
                        + limit
                        + "                 4096     files\n");
        Files.createDirectories(self.resolve("fd"));
        for (int i = 0; i < open; i++) {
            Files.writeString(self.resolve("fd/" + i), "");
        }
        return new Limits(self);
    }

    @ParameterizedTest
    @CsvSource({
        "1048576, 50, 4096",
        "unlimited, 50, 4096",
        "1024, 50, 824",
        "1024, 300, 684",
        "256, 50, 56",
        "128, 50, 16",
        "8, 8, 1",
    })
    void theWindowLeavesDescriptorsForEverythingElse(String limit, int open, int window)
            throws IOException {
        assertEquals(window, limits(limit, open).window());
    }

    @Test
    void whatHoldsItBackIsSaid() throws IOException {
        assertTrue(limits("256", 50).note(1000).contains("56 ports at a time"));
        assertEquals("", limits("256", 50).note(50));
        assertEquals("", limits("1048576", 50).note(100_000));
    }

    @Test
    void withoutALimitsFileTheUsualOneIsTaken() {
        assertEquals(824, new Limits(self.resolve("nowhere")).window());
    }
}
