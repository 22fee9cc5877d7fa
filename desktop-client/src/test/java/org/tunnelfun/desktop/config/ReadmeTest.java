package org.tunnelfun.desktop.config;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
}
