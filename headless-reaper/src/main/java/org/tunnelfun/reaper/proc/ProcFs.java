package org.tunnelfun.reaper.proc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Reads single facts about processes. Everything is bounded; what cannot be read is absent. */
public final class ProcFs {
    /** Titles are shown cut; a page of arguments is enough to know one. */
    private static final int MAX_TEXT = 4096;

    private static final String SOCKET = "socket:[";
    private static final String DELETED = " (deleted)";

    private final Path root;

    /** Reads below this folder, {@code /proc} but in tests. */
    public ProcFs(Path root) {
        this.root = root;
    }

    /** The folder given. */
    public Path root() {
        return root;
    }

    /** Our own pid, as this {@code /proc} counts. */
    public Optional<String> self() {
        return link(root.resolve("self"));
    }

    /** All pids at this moment. */
    public int[] pids() {
        String[] names = root.toFile().list();
        return names == null
                ? new int[0]
                : java.util.Arrays.stream(names)
                        .filter(n -> !n.isEmpty() && n.length() < 10)
                        .filter(n -> n.chars().allMatch(c -> c >= '0' && c <= '9'))
                        .mapToInt(Integer::parseInt)
                        .toArray();
    }

    /** Identity and state. */
    public Optional<Stat> stat(int pid) {
        return text(of(pid, "stat")).flatMap(Stat::parse).filter(s -> s.pid() == pid);
    }

    /**
     * File name of its executable. After an upgrade the link ends in {@code (deleted)}; it is the
     * same program.
     */
    public Optional<String> program(int pid) {
        return link(of(pid, "exe"))
                .map(e -> e.endsWith(DELETED) ? e.substring(0, e.length() - DELETED.length()) : e)
                .map(e -> e.substring(e.lastIndexOf('/') + 1))
                .filter(e -> !e.isEmpty());
    }

    /** Its command line, or the title it put there. */
    public String title(int pid) {
        return text(of(pid, "cmdline")).map(t -> t.replace('\0', ' ').strip()).orElse("");
    }

    /** The user it acts as. The owner of its folder will not do: sshd's sessions belong to root. */
    public Optional<Integer> uid(int pid) {
        return field(of(pid, "status"), "Uid:").flatMap(uids -> number(uids.split("\\s+"), 1));
    }

    /** A line of a status or limits file, without its name. */
    public Optional<String> field(Path file, String name) {
        return text(file)
                .flatMap(t -> t.lines().filter(l -> l.startsWith(name)).findFirst())
                .map(l -> l.substring(name.length()).strip());
    }

    private static Optional<Integer> number(String[] words, int index) {
        try {
            return index < words.length
                    ? Optional.of((int) Long.parseLong(words[index]))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Its open files: descriptor and what it links to. None if they may not be seen. */
    public void descriptors(int pid, BiConsumer<Integer, String> each) {
        Path folder = of(pid, "fd");
        String[] names = folder.toFile().list();
        for (String name : names == null ? new String[0] : names) {
            number(new String[] {name}, 0)
                    .ifPresent(
                            fd -> link(folder.resolve(name)).ifPresent(to -> each.accept(fd, to)));
        }
    }

    /** What one descriptor links to. */
    public Optional<String> descriptor(int pid, int fd) {
        return link(of(pid, "fd/" + fd));
    }

    /** The inode of {@code socket:[123]}, or 0. */
    static long inode(String link) {
        if (!link.startsWith(SOCKET) || !link.endsWith("]")) {
            return 0;
        }
        try {
            return Long.parseUnsignedLong(link, SOCKET.length(), link.length() - 1, 10);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** The process itself and all its ancestors, so that nobody saws off the branch he sits on. */
    public Set<Integer> ancestry(int pid) {
        Set<Integer> line = new HashSet<>();
        for (int p = pid; p > 0 && line.add(p); ) {
            p = stat(p).map(Stat::parent).orElse(0);
        }
        line.add(1);
        return line;
    }

    /** When the machine started, to the second. */
    public Optional<Instant> bootTime() {
        // Not by text(): the line stands behind one that grows with the number of interrupts.
        try (Stream<String> lines =
                Files.lines(root.resolve("stat"), StandardCharsets.ISO_8859_1)) {
            return lines.filter(l -> l.matches("btime [0-9]{1,12}"))
                    .findFirst()
                    .map(l -> Instant.ofEpochSecond(Long.parseLong(l.substring(6))));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private Path of(int pid, String file) {
        return root.resolve(pid + "/" + file);
    }

    private static Optional<String> link(Path path) {
        try {
            return Optional.of(Files.readSymbolicLink(path).toString());
        } catch (IOException | InvalidPathException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /**
     * A file's text, at most 4 KiB. In one read: files below /proc/sys give their second part to
     * nobody.
     */
    public static Optional<String> text(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            return Optional.of(new String(in.readNBytes(MAX_TEXT), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
