package org.tunnelfun.desktop.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReadmeTest {

    static List<List<Setting>> groups() {
        return List.of(Settings.RETRY, Settings.STALENESS);
    }

    @ParameterizedTest
    @MethodSource("groups")
    void theReadmeShowsTheSettingsAsTheCodeHasThem(List<Setting> group) throws IOException {
        String readme = Files.readString(Path.of("../README.md")).replace("\r\n", "\n");
        String table = Settings.markdown(group);
        assertTrue(readme.contains(table), "README.md, Settings, should contain:\n" + table);
    }

    @Test
    void theConfigThatTheReadmeShowsIsFine(@TempDir Path folder)
            throws IOException, ConfigException {
        Matcher shown =
                Pattern.compile("```json\n([^`]*\"servers\"[^`]*)```")
                        .matcher(Files.readString(Path.of("../README.md")).replace("\r\n", "\n"));
        assertTrue(shown.find());
        Path file = Files.writeString(folder.resolve("tunnels.json"), shown.group(1));
        assertEquals("nas", new ConfigFile(file).read().tunnels().get(0).name());
    }
}
