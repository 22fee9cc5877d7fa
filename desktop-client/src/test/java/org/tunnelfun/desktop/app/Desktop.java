package org.tunnelfun.desktop.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.tunnelfun.desktop.testing.Tools;

/** A display of its own with a window manager and a tray, as on a small Linux desktop. */
final class Desktop implements AutoCloseable {

    private final List<Process> processes = new ArrayList<>();
    private final String display;

    Desktop(Path folder) throws IOException {
        Path number = folder.resolve("display");
        start(
                number,
                "Xvfb",
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1280x1000x24",
                "-nolisten",
                "tcp");
        Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> Files.readString(number).endsWith("\n"));
        display = ":" + Files.readString(number).strip();
        Path log = folder.resolve("desktop.log");
        start(log, "openbox");
        start(log, "trayer", "--edge", "bottom", "--height", "32", "--align", "right");
    }

    private void start(Path output, String program, String... more) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Tools.program(program, "screen").toString());
        command.addAll(List.of(more));
        processes.add(builder(command).redirectOutput(output.toFile()).start());
    }

    /** A program that shows itself here. */
    Process start(Path output, Path home, List<String> command) throws IOException {
        ProcessBuilder builder = builder(command).redirectErrorStream(true);
        builder.environment().put("HOME", home.toString());
        builder.environment().put("XDG_RUNTIME_DIR", home.toString());
        builder.environment().keySet().removeAll(List.of("XDG_CONFIG_HOME", "XDG_STATE_HOME"));
        Process process = builder.redirectOutput(output.toFile()).start();
        processes.add(0, process);
        return process;
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        if (display != null) {
            builder.environment().put("DISPLAY", display);
        }
        builder.environment().remove("WAYLAND_DISPLAY");
        return builder;
    }

    /** Moves the mouse and types, by a person's means; what it printed. */
    String xdotool(String... words) {
        List<String> command = new ArrayList<>();
        command.add(Tools.program("xdotool", "screen").toString());
        command.addAll(List.of(words));
        try {
            Process process = builder(command).start();
            String said = new String(process.getInputStream().readAllBytes());
            process.waitFor(20, TimeUnit.SECONDS);
            return said.strip();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Whether a window of exactly this title can be seen. */
    boolean shows(String title) {
        return !xdotool("search", "--onlyvisible", "--name", "^" + title + "$").isEmpty();
    }

    @Override
    public void close() {
        for (Process process : processes) {
            process.destroy();
            process.onExit().orTimeout(10, TimeUnit.SECONDS).exceptionally(e -> null).join();
            process.destroyForcibly();
        }
    }
}
