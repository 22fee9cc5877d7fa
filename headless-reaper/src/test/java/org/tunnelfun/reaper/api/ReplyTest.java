package org.tunnelfun.reaper.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReplyTest {
    /** The names of HTTP's registry (RFC 9110 §15, RFC 6585 §4 and §5). */
    private static final List<String> NAMES =
            List.of(
                    "200 OK",
                    "303 See Other",
                    "400 Bad Request",
                    "401 Unauthorized",
                    "403 Forbidden",
                    "404 Not Found",
                    "405 Method Not Allowed",
                    "411 Length Required",
                    "413 Content Too Large",
                    "429 Too Many Requests",
                    "431 Request Header Fields Too Large",
                    "500 Internal Server Error",
                    "503 Service Unavailable");

    private static String named(int status) {
        byte[] answer = Reply.error(status, "x").bytes(Instant.EPOCH, true);
        String line = new String(answer, StandardCharsets.US_ASCII).lines().findFirst().orElse("");
        return line.substring("HTTP/1.1 ".length());
    }

    @Test
    void behindEachNumberStandsItsOwnName() {
        List<String> said = new ArrayList<>();
        NAMES.forEach(name -> said.add(named(Integer.parseInt(name.substring(0, 3)))));
        assertEquals(NAMES, said);
    }

    @Test
    void noNumberIsAnsweredThatHasNoNameHere() throws IOException {
        Set<String> used = new TreeSet<>();
        Pattern number =
                Pattern.compile("(?:BadRequest|error|refuse|Reply|login)\\(([2-5][0-9]{2}),");
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                Matcher found = number.matcher(Files.readString(file));
                while (found.find()) {
                    used.add(found.group(1));
                }
            }
        }
        Set<String> known = new TreeSet<>();
        NAMES.forEach(name -> known.add(name.substring(0, 3)));
        assertEquals(known, used);
    }
}
