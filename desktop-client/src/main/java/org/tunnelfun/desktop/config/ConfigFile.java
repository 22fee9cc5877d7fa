package org.tunnelfun.desktop.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A config's file: reads it, and saves over exactly what was read. Not for several threads at once.
 */
public final class ConfigFile {

    private final Path path;
    private byte[] lastRead;

    /** The file at this path; nothing is touched yet. */
    public ConfigFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    /** The JSON Schema of the file, with which editors complete and check it. */
    public static String schema() {
        try (InputStream in = ConfigFile.class.getResourceAsStream("tunnels.schema.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path path() {
        return path;
    }

    /**
     * Reads the file.
     *
     * @throws ConfigException with a line for each problem, also where there is no file
     */
    public ClientConfig read() throws ConfigException {
        byte[] bytes =
                bytes().orElseThrow(
                                () ->
                                        new ConfigException(
                                                path
                                                        + ": there is no such file; tunnelfun"
                                                        + " --help shows how to begin"));
        ClientConfig config = parse(bytes);
        lastRead = bytes;
        return config;
    }

    /**
     * Reads the file, or {@link ClientConfig#EMPTY} where there is none yet.
     *
     * @throws ConfigException with a line for each problem
     */
    public ClientConfig readOrEmpty() throws ConfigException {
        Optional<byte[]> bytes = bytes();
        ClientConfig config = bytes.isPresent() ? parse(bytes.get()) : ClientConfig.EMPTY;
        lastRead = bytes.orElse(null);
        return config;
    }

    /**
     * Saves by a temporary file and a move, readable by the owner alone.
     *
     * @throws ConfigException if the file is not what was read last: somebody else's changes, or
     *     one that cannot be read, is never written over
     * @throws IOException if it cannot be written; the old file then is as it was
     */
    public void save(ClientConfig config) throws ConfigException, IOException {
        Optional<byte[]> now = bytes();
        if (now.isPresent() && !Arrays.equals(now.get(), lastRead)) {
            parse(now.get());
            throw new ConfigException(
                    path + ": was changed since it was read; nothing was saved. Read it again");
        }
        byte[] text = ConfigWriter.write(config).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        parse(text);
        PrivateFile.replace(path, text);
        lastRead = text;
    }

    /** The text that {@link #save} writes. */
    public static String text(ClientConfig config) {
        return ConfigWriter.write(config);
    }

    private Optional<byte[]> bytes() throws ConfigException {
        try (InputStream in = OrdinaryFile.open(path)) {
            return Optional.of(in.readNBytes(JsonText.LONGEST + 1));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new ConfigException(path + ": cannot be read: " + PrivateFile.plain(e), e);
        }
    }

    private ClientConfig parse(byte[] bytes) throws ConfigException {
        try {
            return ConfigReader.read(JsonText.parse(bytes), path.getParent());
        } catch (ConfigException e) {
            throw new ConfigException(named(e.problems()));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(named(List.of(e.getMessage())).get(0), e);
        }
    }

    private List<String> named(List<String> problems) {
        return problems.stream().map(p -> path + ": " + p).toList();
    }
}
