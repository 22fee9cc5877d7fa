package org.tunnelfun.reaper.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.reaper.testing.Need;
import org.tunnelfun.reaper.testing.Requires;
import org.tunnelfun.reaper.testing.Tools;

@Requires(Need.LINUX)
class TokenTest {

    @TempDir Path folder;

    @Test
    void onlyTheWholeTokenOfAFileThatNobodyElseReadsOpens() throws Exception {
        Path file = folder.resolve("token");
        Token token = new Token(file);
        assertFalse(token.matches(""), "without a file");
        token.createIfMissing();
        String secret = Files.readString(file).strip();
        assertTrue(token.matches(secret));
        assertFalse(token.matches(secret.substring(1)));
        assertFalse(token.matches(""));
        token.createIfMissing();
        assertEquals(secret, Files.readString(file).strip());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertFalse(token.matches(secret), "others can read it");
    }

    @Test
    void whatIsNoFileOpensNothingAndKeepsNobodyWaiting() {
        Path fifo = folder.resolve("token");
        Tools.run(List.of("mkfifo", "-m", "600", fifo.toString()));
        Token token = new Token(fifo);
        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertFalse(token.matches("x".repeat(64))));
    }
}
