package org.tunnelfun.desktop.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.Requires;
import org.tunnelfun.desktop.testing.Tools;

class OrdinaryFileTest {

    private static final int MOST = 100_000;

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8_191, 8_192, 8_193, 32_768, MOST - 1, MOST})
    void allBytesAreReadUpToTheMost(int length) throws IOException {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        Path file = Files.write(folder.resolve("file"), bytes);
        assertArrayEquals(bytes, OrdinaryFile.read(file, MOST));
    }

    @Test
    void moreThanTheMostIsNoneOfItAndTheMostIsNamed() throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[2 * 1024 + 1]);
        assertEquals("it is longer than 2 KiB", refused(() -> OrdinaryFile.read(file, 2 * 1024)));
        Files.write(file, new byte[(1 << 20) + 1]);
        assertEquals("it is longer than 1 MiB", refused(() -> OrdinaryFile.read(file, 1 << 20)));
    }

    @Test
    @Requires(Need.LINUX)
    void whatIsNoFileIsRefusedAtOnceAlsoBehindALink() throws IOException {
        Path fifo = folder.resolve("fifo");
        Tools.run(List.of("mkfifo", fifo.toString()));
        Path link = Files.createSymbolicLink(folder.resolve("link"), fifo);
        for (Path each : List.of(fifo, link, Path.of("/dev/zero"), Path.of("/dev/null"))) {
            assertTrue(refused(() -> OrdinaryFile.read(each, MOST)).contains("a FIFO"));
        }
        String why = refused(() -> PrivateFile.append(fifo, "x\n"));
        assertEquals("it is no ordinary file", why);
        assertTrue(refused(() -> OrdinaryFile.read(folder, MOST)).contains("a folder"));
        Path none = folder.resolve("none");
        assertThrows(NoSuchFileException.class, () -> OrdinaryFile.read(none, MOST));
        ConfigException config =
                assertTimeoutPreemptively(
                        Duration.ofSeconds(20),
                        () ->
                                assertThrows(
                                        ConfigException.class, () -> new ConfigFile(fifo).read()));
        assertTrue(config.getMessage().startsWith(fifo + ": cannot be read: it is no ordinary"));
    }

    private static String refused(Executable reading) {
        return assertTimeoutPreemptively(
                        Duration.ofSeconds(20), () -> assertThrows(IOException.class, reading))
                .getMessage();
    }
}
