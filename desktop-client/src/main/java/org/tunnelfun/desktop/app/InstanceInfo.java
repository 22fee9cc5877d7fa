package org.tunnelfun.desktop.app;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.tunnelfun.desktop.config.JsonText;
import org.tunnelfun.desktop.config.OrdinaryFile;
import org.tunnelfun.desktop.config.PrivateFile;

/**
 * Who runs an instance.
 *
 * @param pid its process
 * @param started when that process started, so that a later one with its pid is not taken for it
 * @param socket its control socket
 */
public record InstanceInfo(long pid, Instant started, Path socket) {

    /** This process, listening at a socket. */
    static InstanceInfo own(Path socket) {
        ProcessHandle own = ProcessHandle.current();
        return new InstanceInfo(own.pid(), started(own), socket);
    }

    /** What stands in a file, if there is one that can be read. */
    public static Optional<InstanceInfo> read(Path file) {
        try {
            JsonObject json =
                    JsonText.parse(OrdinaryFile.read(file, JsonText.LONGEST)).getAsJsonObject();
            return Optional.of(
                    new InstanceInfo(
                            json.get("pid").getAsLong(),
                            Instant.parse(json.get("started").getAsString()),
                            Path.of(json.get("socket").getAsString())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            // Half-written by a version that did not move it into place, or a foreign file.
            return Optional.empty();
        }
    }

    void write(Path file) throws IOException {
        JsonObject json = new JsonObject();
        json.addProperty("pid", pid);
        json.addProperty("started", started.toString());
        json.addProperty("socket", socket.toString());
        PrivateFile.replace(file, json.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The process, if it still is the one that wrote this. */
    public Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(p -> p.isAlive() && started(p).equals(started));
    }

    private static Instant started(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }
}
