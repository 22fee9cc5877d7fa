package org.tunnelfun.reaper.service;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where the service's files are and what stands in them.
 *
 * @param root {@code /}, or a folder to stage below
 * @param java the runtime's program
 * @param jar where the jar will be, without the root
 */
public record ServiceFiles(Path root, Path java, Path jar) {
    /** The account that the service runs as. */
    public static final String USER = "tunnelfun-reaper";

    /** Small and steady: one collector thread, one compiler, no memory kept for peaks. */
    static final String FLAGS =
            "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms8m -Xmx64m -Xss256k"
                    + " -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError";

    /** What Java says of an archive of classes that does not fit it would stand in our output. */
    private static final String QUIET = "-Xlog:disable -Xlog:all=error,cds=off:stderr";

    private static final String ELSEWHERE =
            "; run install with a Java of the system, such as /usr/bin/java";

    /** What neither systemd nor a shell makes anything of: it stands in both their files. */
    private static final String PLAIN = "[A-Za-z0-9_./+@:,=-]+";

    /** The jar's place when {@code install} puts it there. */
    public static final Path JAR = Path.of("/usr/local/lib/tunnelfun/tunnelfun-reaper.jar");

    /** Why the service could not run this Java, or empty. */
    public String unusable() {
        boolean home =
                List.of("/home", "/root", "/run/user").stream().anyMatch(real(java)::startsWith);
        if (home) {
            return "the service cannot see " + java + " (ProtectHome=)" + ELSEWHERE;
        }
        return java.toString().matches(PLAIN)
                ? ""
                : "the path "
                        + java
                        + " cannot stand in a unit file (blanks, quotes, %, $)"
                        + ELSEWHERE;
    }

    private static Path real(Path program) {
        try {
            return program.toRealPath();
        } catch (IOException missing) {
            return program.toAbsolutePath();
        }
    }

    Path unit() {
        return at("/etc/systemd/system/tunnelfun-reaper.service");
    }

    Path launcher() {
        return at("/usr/local/bin/tunnelfun-reaper");
    }

    Path config() {
        return at("/etc/tunnelfun/reaper.json");
    }

    Path token() {
        return at("/etc/tunnelfun/reaper.token");
    }

    Path state() {
        return at("/var/lib/tunnelfun");
    }

    Path jarFile() {
        return at(jar.toString());
    }

    /**
     * Classes as this Java has them in memory: a start takes a third less of the processor. A
     * static archive, because a dynamic one leaves out picocli, which is compiled for an older
     * Java.
     */
    String archive() {
        return jar.toString().replaceFirst("\\.jar$", "") + ".jsa";
    }

    Path archiveFile() {
        return at(archive());
    }

    /** What a sweep loads, one class a line; of no use once there is an archive. */
    Path classList() {
        return at(archive() + ".classes");
    }

    /**
     * Makes the archive, in two steps. A Java that it does not fit, after an upgrade, goes without.
     */
    List<List<String>> archiving() {
        String classes = archive() + ".classes";
        List<String> list = command("-XX:DumpLoadedClassList=" + classes);
        list.addAll(List.of("sweep", "--dry-run", "--ports", "1"));
        return List.of(
                list,
                command(
                        "-Xshare:dump",
                        "-XX:SharedClassListFile=" + classes,
                        "-XX:SharedArchiveFile=" + archive()));
    }

    private List<String> command(String... flags) {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(List.of(FLAGS.split(" ")));
        command.addAll(List.of(flags));
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    private Path at(String path) {
        return root.resolve(path.substring(1));
    }

    /** The config below a root that may be null for {@code /}. */
    public static Path config(Path root) {
        return new ServiceFiles(root == null ? Path.of("/") : root, JAR, JAR).config();
    }

    /** What an administrator of another init system can do. */
    public String withoutSystemd(String ports) throws IOException {
        return String.join(
                "\n",
                "There is no systemd here, so nothing was installed. Do this:",
                "",
                "  install -D -m 644 tunnelfun-reaper.jar " + jar,
                "  echo '{\"version\": 1, \"ports\": \"" + ports + "\"}' | \\",
                "    install -D -m 644 /dev/stdin /etc/tunnelfun/reaper.json",
                "",
                "With OpenRC, " + "/usr/local/bin/tunnelfun-reaper:",
                "",
                launcherText(),
                "and /etc/init.d/tunnelfun-reaper:",
                "",
                openRcText(),
                "Or with cron, a sweep a minute in /etc/cron.d/tunnelfun-reaper:",
                "",
                "* * * * * root " + java + " -jar " + jar,
                "    sweep --config /etc/tunnelfun/reaper.json >/dev/null   (in one line)",
                "");
    }

    String unitText() throws IOException {
        return text("tunnelfun-reaper.service");
    }

    String launcherText() throws IOException {
        return text("launcher");
    }

    String openRcText() throws IOException {
        return text("openrc");
    }

    private String text(String name) throws IOException {
        Map<String, String> values =
                Map.of(
                        "@JAVA@",
                        java.toString(),
                        "@FLAGS@",
                        FLAGS,
                        "@ARCHIVE@",
                        archive(),
                        "@QUIET@",
                        QUIET,
                        "@JAR@",
                        jar.toString(),
                        "@LAUNCHER@",
                        "/usr/local/bin/tunnelfun-reaper");
        try (InputStream in = ServiceFiles.class.getResourceAsStream(name)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> value : values.entrySet()) {
                text = text.replace(value.getKey(), value.getValue());
            }
            return text;
        }
    }
}
