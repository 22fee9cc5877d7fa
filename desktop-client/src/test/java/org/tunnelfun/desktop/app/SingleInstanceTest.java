package org.tunnelfun.desktop.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SingleInstanceTest {

    @TempDir Path folder;

    @Test
    void theSecondOneIsTurnedAwayAndLearnsWhoIsThere() throws IOException {
        Instance instance = Instance.ofState(folder);
        try (SingleInstance first = SingleInstance.acquire(instance).orElseThrow()) {
            first.publish(Path.of("/tmp/x.sock"));
            assertEquals(Optional.empty(), SingleInstance.acquire(instance));
            InstanceInfo info = InstanceInfo.read(instance.info()).orElseThrow();
            assertEquals(ProcessHandle.current().pid(), info.pid());
            assertEquals(ProcessHandle.current(), info.process().orElseThrow());
        }
        assertEquals(Optional.empty(), InstanceInfo.read(instance.info()));
        SingleInstance.acquire(instance).orElseThrow().close();
    }

    @Test
    void aRecordOfAProcessThatIsGoneNamesNobody() {
        InstanceInfo old =
                new InstanceInfo(
                        ProcessHandle.current().pid(), java.time.Instant.EPOCH, Path.of("/x"));
        assertEquals(Optional.empty(), old.process());
    }

    @Test
    void aConfigIsTheSameByWhateverPath() throws IOException {
        AppPaths paths = new AppPaths(folder.resolve("c"), folder, Optional.empty());
        Path config = Files.writeString(folder.resolve("a.json"), "{}");
        Path detour = folder.resolve("x/../a.json");
        assertEquals(Instance.ofConfig(paths, config).id(), Instance.ofConfig(paths, detour).id());
        assertNotEquals(
                Instance.ofConfig(paths, config).id(),
                Instance.ofConfig(paths, folder.resolve("b.json")).id());
    }

    @Test
    void garbageInTheRecordIsNoRecord() throws IOException {
        Files.writeString(folder.resolve("i"), "{\"pid\": \"x\"}");
        assertTrue(InstanceInfo.read(folder.resolve("i")).isEmpty());
    }
}
