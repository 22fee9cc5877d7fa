package org.tunnelfun.desktop.testing;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * A display of its own with a window manager, a tray, a session bus and a notification daemon, as
 * on a small Linux desktop.
 */
public final class Desktop implements AutoCloseable {

    public static final int WIDTH = 1280;
    public static final int HEIGHT = 1000;

    private final List<Process> processes = new ArrayList<>();
    private final Path folder;
    private final String display;
    private final String bus;

    /**
     * Starts all of it.
     *
     * @param folder for what they write
     */
    public Desktop(Path folder) throws IOException {
        this.folder = folder;
        Path number = folder.resolve("display");
        Path address = folder.resolve("bus");
        start(
                number,
                Map.of(),
                "Xvfb",
                "-displayfd",
                "1",
                "-screen",
                "0",
                WIDTH + "x" + HEIGHT + "x24",
                "-fbdir",
                folder.toString(),
                "-nolisten",
                "tcp");
        start(address, Map.of(), "dbus-daemon", "--session", "--nofork", "--print-address=1");
        display = ":" + firstLine(number);
        bus = firstLine(address);
        Path log = folder.resolve("desktop.log");
        start(log, environment(), "openbox");
        start(
                log,
                environment(),
                "trayer",
                "--edge",
                "bottom",
                "--height",
                "32",
                "--align",
                "right");
        start(log, environment(), "dunst");
        start(
                folder.resolve("notified"),
                environment(),
                "dbus-monitor",
                "interface='org.freedesktop.Notifications',member='Notify'");
        Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> Files.readString(folder.resolve("notified")).contains("NameAcquired"));
    }

    private static String firstLine(Path file) {
        Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> Files.readString(file).contains("\n"));
        try {
            return Files.readAllLines(file).get(0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What tells a program to show itself here. */
    public Map<String, String> environment() {
        return Map.of("DISPLAY", display, "DBUS_SESSION_BUS_ADDRESS", bus);
    }

    private void start(Path output, Map<String, String> environment, String program, String... more)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Tools.program(program, "screen").toString());
        command.addAll(List.of(more));
        ProcessBuilder builder = builder(command, environment);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        processes.add(builder.redirectOutput(output.toFile()).start());
    }

    /** A program that shows itself here and lives in a home of its own. */
    public Process start(Path output, Path home, List<String> command) throws IOException {
        ProcessBuilder builder = builder(command, environment()).redirectErrorStream(true);
        builder.environment().put("HOME", home.toString());
        builder.environment().put("XDG_RUNTIME_DIR", home.toString());
        builder.environment().keySet().removeAll(List.of("XDG_CONFIG_HOME", "XDG_STATE_HOME"));
        Process process = builder.redirectOutput(output.toFile()).start();
        processes.add(0, process);
        return process;
    }

    private static ProcessBuilder builder(List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.environment().remove("WAYLAND_DISPLAY");
        return builder;
    }

    /** Moves the mouse and types, by a person's means; what it printed. */
    public String xdotool(String... words) {
        List<String> command = new ArrayList<>();
        command.add(Tools.program("xdotool", "screen").toString());
        command.addAll(List.of(words));
        try {
            Process process =
                    builder(command, environment())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
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
    public boolean shows(String title) {
        return windows("^" + Pattern.quote(title).replace("\\Q", "").replace("\\E", "") + "$") > 0;
    }

    /** How many windows can be seen whose title matches. */
    public int windows(String pattern) {
        String found = xdotool("search", "--onlyvisible", "--name", pattern);
        return found.isEmpty() ? 0 : found.split("\n").length;
    }

    /** The titles of all notifications so far, as they went over the session bus. */
    public List<String> notifications() throws IOException {
        List<String> titles = new ArrayList<>();
        for (String call : Files.readString(folder.resolve("notified")).split("method call ")) {
            List<String> strings =
                    call.lines()
                            .map(String::strip)
                            .filter(line -> line.startsWith("string \""))
                            .map(line -> line.substring(8, line.length() - 1))
                            .toList();
            // Application, icon, title, text.
            if (call.contains("member=Notify") && strings.size() >= 4) {
                titles.add(strings.get(2));
            }
        }
        return titles;
    }

    /** What the screen shows now; Xvfb keeps it in a file of the XWD format. */
    public BufferedImage screen() throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve("Xvfb_screen0"));
        ByteBuffer header = ByteBuffer.wrap(bytes);
        int start = header.getInt(0) + header.getInt(19 * 4) * 12;
        int line = header.getInt(12 * 4);
        ByteBuffer pixels = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                image.setRGB(x, y, pixels.getInt(start + y * line + x * 4));
            }
        }
        return image;
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
