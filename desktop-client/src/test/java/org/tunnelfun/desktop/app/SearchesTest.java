package org.tunnelfun.desktop.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchesTest {

    @TempDir Path home;

    @ParameterizedTest
    @ValueSource(strings = {"plain", "a b", "50%", "%20", "#1", "new!", "!/!", "größe", "${x}"})
    void whatStandsInOurJarIsFoundWhateverItsFolderIsCalled(String name) throws Exception {
        Path folder = Files.createDirectories(home.resolve(name));
        Path jar = folder.resolve("tunnelfun.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry("deep/security.properties"));
            out.write("ttl=0".getBytes(StandardCharsets.UTF_8));
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
            URL found = loader.getResource("deep/security.properties");
            // As java.security.Security opens it.
            URL told = URI.create(Searches.inJar(found.toString())).toURL();
            try (InputStream in = told.openStream()) {
                assertEquals("ttl=0", new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }
}
