package org.tunnelfun.reaper.proc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Names of users, from passwd(5). Users known to a directory service only have none here. */
public final class Users {
    /** A server's file; larger ones are no reason to fail. */
    private static final long MAX_BYTES = 16 << 20;

    private final Map<Integer, String> names = new HashMap<>();

    /** Reads the file once. */
    public Users(Path passwd) {
        try {
            if (Files.size(passwd) <= MAX_BYTES) {
                for (String line : Files.readAllLines(passwd, StandardCharsets.ISO_8859_1)) {
                    add(line.split(":", 4));
                }
            }
        } catch (IOException e) {
            names.put(0, "root");
        }
    }

    private void add(String[] fields) {
        if (fields.length == 4 && fields[2].matches("[0-9]{1,9}")) {
            names.putIfAbsent(Integer.parseInt(fields[2]), fields[0]);
        }
    }

    /** The user's name, if it stands there. */
    public Optional<String> name(int uid) {
        return Optional.ofNullable(names.get(uid));
    }
}
