package org.tunnelfun.reaper.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.tunnelfun.reaper.judge.Escape;

/**
 * Reads {@code reaper.json}. Every error names the file, the key, the value and what is allowed.
 */
public final class ConfigFile {
    /** Where the service's configuration is. */
    public static final Path DEFAULT = Path.of("/etc/tunnelfun/reaper.json");

    /** 65,535 named ports fit; a device file or a log does not. */
    private static final long MAX_BYTES = 8 << 20;

    private ConfigFile() {}

    /** The JSON Schema of the file, with which editors complete and check it. */
    public static String schema() {
        try (InputStream in = ConfigFile.class.getResourceAsStream("reaper.schema.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Loads and validates. */
    public static ReaperConfig load(Path file) throws ConfigException {
        try {
            return read(text(file));
        } catch (ConfigException e) {
            throw new ConfigException(file + ": " + e.getMessage());
        }
    }

    private static String text(Path file) throws ConfigException {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new ConfigException("not a file");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new ConfigException("larger than 8 MiB");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new ConfigException("no such file");
        } catch (CharacterCodingException e) {
            throw new ConfigException("not UTF-8");
        } catch (IOException e) {
            throw new ConfigException("cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** Validates a document's text; messages begin with the key. */
    public static ReaperConfig read(String text) throws ConfigException {
        Object document = Json.parse(text);
        if (!(document instanceof Map<?, ?> map)) {
            throw new ConfigException("must be an object: {\"version\": 1, \"ports\": …}");
        }
        Fields fields = new Fields(map);
        if (!fields.has("version")) {
            throw new ConfigException("version: missing; this program reads version 1");
        }
        if (!(map.get("version") instanceof BigDecimal v && v.compareTo(BigDecimal.ONE) == 0)) {
            throw new ConfigException(
                    "version: "
                            + Escape.quoted(String.valueOf(map.get("version")))
                            + " is not known; this program reads version 1");
        }
        fields.onlyKnown();
        return fields.config();
    }
}
