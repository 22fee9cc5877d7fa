package org.tunnelfun.desktop.imports;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    private static final long LONGEST = 1 << 20;

    /**
     * One option.
     *
     * @param key lower-case
     * @param arguments without quotes
     * @param place file and line, for people
     */
    record Option(String key, List<String> arguments, String place) {}

    /** Options by plain host name, in the file's order; the first of a key counts, as for ssh. */
    final Map<String, List<Option>> hosts = new LinkedHashMap<>();

    /** What depends on more than the file. */
    final List<String> left = new ArrayList<>();

    private List<String> current = List.of();

    static SshConfig read(Path file) throws IOException {
        SshConfig config = new SshConfig();
        config.file(file, 0);
        return config;
    }

    private void file(Path file, int depth) throws IOException {
        if (Files.size(file) > LONGEST) {
            throw new IOException(file + " is longer than 1 MiB");
        }
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            List<String> words = words(line);
            if (!words.isEmpty()) {
                String key = words.get(0).toLowerCase(Locale.ROOT);
                List<String> arguments = words.subList(1, words.size());
                option(new Option(key, arguments, file + ":" + number), file, depth);
            }
        }
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
                plain.forEach(name -> hosts.computeIfAbsent(name, n -> new ArrayList<>()));
                current = plain;
            }
            case "match" -> {
                left.add(
                        o.place + ": Match " + String.join(" ", o.arguments) + " is not evaluated");
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
            default -> current.forEach(name -> hosts.get(name).add(o));
        }
    }

    private void include(String pattern, Path file, int depth, String place) throws IOException {
        Path path =
                pattern.startsWith("~") || Path.of(pattern).isAbsolute()
                        ? Home.expand(pattern)
                        : file.toAbsolutePath().getParent().resolve(pattern);
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(path.getParent())) {
            String glob = path.getFileName().toString();
            try (DirectoryStream<Path> found = Files.newDirectoryStream(path.getParent(), glob)) {
                found.forEach(files::add);
            }
        }
        if (files.isEmpty()) {
            left.add(place + ": Include " + pattern + " leads to no file");
        }
        List<String> outside = current;
        for (Path each : files.stream().sorted().toList()) {
            file(each, depth + 1);
            // What an included file begins ends with it.
            current = outside;
        }
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
