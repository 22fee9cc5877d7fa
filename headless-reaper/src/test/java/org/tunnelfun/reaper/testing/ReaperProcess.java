package org.tunnelfun.reaper.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The program in a JVM of its own, as any user, from classes that any user can read. */
public final class ReaperProcess implements AutoCloseable {
    private final Path folder;
    private final List<String> java = new ArrayList<>();
    private final List<Process> started = new ArrayList<>();

    /** Prepares it; {@code wrapper} is nothing, or {@code setpriv …}. */
    public ReaperProcess(String... wrapper) throws IOException {
        folder = Files.createTempDirectory("reaper-run-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        List<String> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.contains("test-classes") && !entry.contains("junit")) {
                Path copy = folder.resolve(classPath.size() + "-" + Path.of(entry).getFileName());
                copy(Path.of(entry), copy);
                classPath.add(copy.toString());
            }
        }
        java.addAll(List.of(wrapper));
        java.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        java.addAll(
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m", "-Xshare:auto"));
        java.addAll(List.of("-cp", String.join(File.pathSeparator, classPath)));
        java.add("org.tunnelfun.reaper.Main");
        Tools.run(List.of("chmod", "-R", "a+rX", folder.toString()));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    /** A folder that everybody may write to; deleted at the end. */
    public Path folder() {
        return folder;
    }

    /** A finished command. */
    public record Result(int code, String out, String err) {
        /** Standard output as a document. */
        public JsonObject json() {
            return JsonParser.parseString(out).getAsJsonObject();
        }

        /** The entry of a port, which must be its only one. */
        public JsonObject port(int port) {
            List<JsonObject> entries =
                    json().getAsJsonArray("ports").asList().stream()
                            .map(JsonElement::getAsJsonObject)
                            .filter(e -> e.get("port").getAsInt() == port)
                            .toList();
            assertEquals(1, entries.size(), out + err);
            return entries.get(0);
        }

        /** The entry of a port, which must say this. */
        public JsonObject says(int port, String verdict, String action) {
            JsonObject entry = port(port);
            assertEquals(verdict, entry.get("verdict").getAsString(), entry.toString());
            assertEquals(action, entry.get("action").getAsString(), entry.toString());
            return entry;
        }
    }

    /** Runs a command to its end, at most two minutes. */
    public Result run(String... arguments) {
        try {
            Path err = Files.createTempFile(folder, "err-", "");
            Path out = Files.createTempFile(folder, "out-", "");
            Process process =
                    builder(arguments)
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
            started.add(process);
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                throw new AssertionError("did not end: " + Files.readString(err));
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** One pass with a timeout of 3 s over these ports. */
    public Result sweep(List<Integer> ports, String... more) {
        List<String> all = new ArrayList<>(List.of("sweep", "--json", "--timeout", "3", "--ports"));
        all.add(ports.stream().map(String::valueOf).collect(Collectors.joining(",")));
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    /** The same over one port. */
    public Result sweep(int port, String... more) {
        return sweep(List.of(port), more);
    }

    /** Starts a command that goes on; its log is in {@link #log}. */
    public Process start(String... arguments) throws IOException {
        Process process =
                builder(arguments).redirectErrorStream(true).redirectOutput(log().toFile()).start();
        started.add(process);
        return process;
    }

    /** What a started command says. */
    public Path log() {
        return folder.resolve("log");
    }

    /** Everything that a started command said so far. */
    public String said() {
        try {
            return Files.exists(log()) ? Files.readString(log()) : "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private ProcessBuilder builder(String... arguments) {
        // Under nohup it would inherit that HUP is ignored, and reloads are told by HUP.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=HUP"));
        command.addAll(java);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
        builder.environment().put("XDG_RUNTIME_DIR", folder.resolve("runtime").toString());
        return builder;
    }

    @Override
    public void close() throws IOException {
        started.forEach(Process::destroyForcibly);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
