package org.tunnelfun.desktop.imports;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tunnelfun.desktop.config.Home;

/**
 * Reads {@code ssh_config(5)} as far as it is plain: {@code Host} blocks with names, and {@code
 * Include}. {@code Match} and patterns depend on more than the file and are reported.
 */
final class SshConfig {

    private static final int DEEPEST = 16;

    /** Files that include each other could multiply without end. */
    private static final int MOST_FILES = 256;

    /** So could a line of many hosts with many options below. */
    private static final int MOST_OPTIONS = 100_000;

    /**
     * One option.
     *
     * @param key lower-case
     * @param arguments without quotes
     * @param place file and line, for people
     */
    record Option(String key, List<String> arguments, String place) {

        /** The same with {@code ~} for the other names that ssh has for the user's folder. */
        Option atHome() {
            return new Option(
                    key,
                    arguments.stream()
                            .map(a -> a.replaceFirst("^(%d|\\$\\{HOME\\})(?=/)", "~"))
                            .toList(),
                    place);
        }
    }

    /** Options by plain host name, in the file's order; the first of a key counts, as for ssh. */
    final Map<String, List<Option>> hosts = new LinkedHashMap<>();

    /** What depends on more than the file. */
    final List<String> left = new ArrayList<>();

    /** What stands before any Host holds for all of them, and before their own. */
    private final List<Option> global = new ArrayList<>();

    /** The files that are being read, each included by the one before. */
    private final Deque<Path> chain = new ArrayDeque<>();

    private List<String> current = List.of();
    private boolean beforeAnyHost = true;
    private int files;
    private int options;

    static SshConfig read(Path file) throws IOException {
        SshConfig config = new SshConfig();
        config.file(file, 0);
        return config;
    }

    private void file(Path file, int depth) throws IOException {
        if (++files > MOST_FILES) {
            throw new IOException("it includes more than " + MOST_FILES + " files");
        }
        int number = 0;
        String text = ImportFile.text(file);
        chain.push(file.toRealPath());
        for (String line : text.split("\r?\n|\r")) {
            number++;
            List<String> words = words(line);
            if (!words.isEmpty()) {
                String key = words.get(0).toLowerCase(Locale.ROOT);
                List<String> arguments = words.subList(1, words.size());
                option(new Option(key, arguments, file + ":" + number), file, depth);
            }
        }
        chain.pop();
    }

    private void option(Option o, Path file, int depth) throws IOException {
        switch (o.key) {
            case "host" -> {
                List<String> plain =
                        o.arguments.stream().filter(a -> a.matches("[^*?!]+")).toList();
                o.arguments.stream()
                        .filter(a -> !plain.contains(a))
                        .forEach(
                                a ->
                                        left.add(
                                                o.place
                                                        + ": Host "
                                                        + a
                                                        + " is a pattern; its options"
                                                        + " are not applied"));
                beforeAnyHost = false;
                for (String name : plain) {
                    if (!hosts.containsKey(name)) {
                        count(1 + global.size());
                        hosts.put(name, new ArrayList<>(global));
                    }
                }
                current = plain;
            }
            case "match" -> {
                left.add(
                        o.place + ": Match " + String.join(" ", o.arguments) + " is not evaluated");
                beforeAnyHost = false;
                current = List.of();
            }
            case "include" -> {
                if (depth >= DEEPEST) {
                    left.add(o.place + ": Include is nested too deeply");
                    return;
                }
                for (String pattern : o.arguments) {
                    include(pattern, file, depth, o.place);
                }
            }
            default -> {
                count(current.size() + 1);
                current.forEach(name -> hosts.get(name).add(o));
                if (beforeAnyHost) {
                    global.add(o);
                }
            }
        }
    }

    private void count(int more) throws IOException {
        options += more;
        if (options > MOST_OPTIONS) {
            throw new IOException("it has more than " + MOST_OPTIONS + " options");
        }
    }

    private void include(String pattern, Path file, int depth, String place) throws IOException {
        List<Path> found = found(pattern, file);
        if (found.isEmpty()) {
            left.add(place + ": Include " + pattern + " leads to no file");
        }
        List<String> outside = current;
        boolean outsideAny = beforeAnyHost;
        for (Path each : found) {
            if (!Files.isRegularFile(each) || !Files.isReadable(each)) {
                left.add(place + ": Include " + each + " is no file that can be read");
            } else if (chain.contains(each.toRealPath())) {
                left.add(place + ": Include " + each + " includes itself");
            } else {
                file(each, depth + 1);
            }
            // What an included file begins ends with it.
            current = outside;
            beforeAnyHost = outsideAny;
        }
    }

    /** The files that a pattern leads to; its last part may have stars. */
    private static List<Path> found(String pattern, Path file) throws IOException {
        List<Path> found = new ArrayList<>();
        try {
            Path path =
                    pattern.startsWith("~") || Path.of(pattern).isAbsolute()
                            ? Home.expand(pattern)
                            : file.toAbsolutePath().getParent().resolve(pattern);
            Path folder = path.getParent();
            if (folder != null && Files.isDirectory(folder) && Files.isReadable(folder)) {
                String glob = path.getFileName().toString();
                try (DirectoryStream<Path> each = Files.newDirectoryStream(folder, glob)) {
                    each.forEach(found::add);
                }
            }
        } catch (IllegalArgumentException noPattern) {
            return List.of();
        }
        found.sort(null);
        return found;
    }

    /** A keyword and its arguments: separated by blanks or one =, quoted where they hold blanks. */
    static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        boolean begun = false;
        for (char c : (line.strip() + " ").toCharArray()) {
            if (c == '#' && !quoted && !begun) {
                break;
            }
            boolean gap = !quoted && (Character.isWhitespace(c) || c == '=' && words.isEmpty());
            if (c == '"') {
                quoted = !quoted;
                begun = true;
            } else if (!gap) {
                word.append(c);
                begun = true;
            } else if (begun) {
                words.add(word.toString());
                word.setLength(0);
                begun = false;
            }
        }
        if (words.size() > 1 && words.get(1).equals("=")) {
            words.remove(1);
        } else if (words.size() > 1 && words.get(1).startsWith("=")) {
            words.set(1, words.get(1).substring(1));
        }
        return words;
    }
}
