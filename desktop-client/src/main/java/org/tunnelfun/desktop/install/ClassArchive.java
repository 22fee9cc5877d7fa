package org.tunnelfun.desktop.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.tunnelfun.desktop.config.OrdinaryFile;

/**
 * The classes of {@code run} as Java has them in memory, in a file that it maps: a start takes half
 * of the processor. Java passes over one that does not fit its version or the jars, and over one
 * that is missing, so that nothing here can keep the program from starting.
 *
 * @param file the archive; the folder around it is ours alone
 */
public record ClassArchive(Path file) {

    /** Tells the program where its archive is meant to be; set beside the flag that reads it. */
    static final String PROPERTY = "tunnelfun.archive";

    private static final String NAME = "headless.jsa";

    /** What a rehearsal loads, one class a line; of no use once there is an archive. */
    private static final String LIST = "classes";

    /** Of what tells which Java and jar it was made of. */
    private static final int MOST_STAMP = 16 * 1024;

    /** The one that this process was started with, or would have been were it there. */
    public static Optional<ClassArchive> ofThisProcess() {
        return Optional.ofNullable(System.getProperty(PROPERTY))
                .map(file -> new ClassArchive(Path.of(file)));
    }

    /**
     * Where a service's archive lies. Only who runs it, or root, may write there: it is code.
     *
     * @param osName as in the property {@code os.name}
     * @param environment of this process, name to value or null; that of another account is unknown
     */
    public static ClassArchive of(
            String osName, Request request, UnaryOperator<String> environment) {
        String os = osName.toLowerCase(Locale.ROOT);
        boolean system = request.scope() == Scope.SYSTEM;
        Path home = request.account().home();
        Path folder;
        if (os.startsWith("windows")) {
            Path local = folder(environment, "LOCALAPPDATA", home.resolve("AppData/Local"));
            folder = (system ? home.resolve("AppData/Local") : local).resolve(ServiceName.BASE);
        } else if (os.startsWith("mac")) {
            Path library = system ? Path.of("/Library") : home.resolve("Library");
            folder = library.resolve("Caches").resolve(request.serviceName());
        } else if (system) {
            // The unit's CacheDirectory=, which systemd gives to the service's account.
            folder = Path.of("/var/cache").resolve(request.serviceName());
        } else {
            folder = folder(environment, "XDG_CACHE_HOME", home.resolve(".cache"));
            folder = folder.resolve(ServiceName.BASE);
        }
        return new ClassArchive(folder.resolve(NAME));
    }

    private static Path folder(UnaryOperator<String> environment, String name, Path otherwise) {
        String value = environment.apply(name);
        return value != null && Path.of(value).isAbsolute() ? Path.of(value) : otherwise;
    }

    /**
     * What Java needs to hear. What it says of an archive that does not fit would be in the log.
     */
    List<String> flags() {
        return List.of(
                "-XX:SharedArchiveFile=" + file,
                "-Xlog:disable",
                "-Xlog:all=error,cds=off:stderr",
                "-D" + PROPERTY + "=" + file);
    }

    /** Whether it was made, or could not be made, of this very Java and jar. */
    public boolean fits() {
        try {
            return fits(Launch.jar());
        } catch (IllegalStateException e) {
            // Class files in a folder: Java keeps none of those.
            return true;
        }
    }

    boolean fits(Path jar) {
        try {
            return OrdinaryFile.text(stamp(), MOST_STAMP).equals(describe(jar));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Makes it by a rehearsal in a process of its own; some seconds.
     *
     * @return whether it is there now
     */
    public boolean make() {
        return make(Commands.system(), Launch.java(), Launch.jar());
    }

    boolean make(Commands commands, Path java, Path jar) {
        try {
            // In a folder of our own: in one of another account a name could be a link by now.
            Path work = Files.createTempDirectory(ServiceName.BASE);
            try {
                Path fresh = work.resolve(NAME);
                Path classes = work.resolve(LIST);
                boolean made =
                        commands.run(listing(java, jar, classes)).code() == 0
                                && commands.run(dumping(java, jar, classes, fresh)).code() == 0
                                && Files.exists(fresh);
                Files.createDirectories(file.getParent());
                if (made) {
                    putInPlace(fresh, file);
                }
                // Also where none could be made: it would fail at the next start, too.
                putInPlace(Files.writeString(work.resolve("stamp"), describe(jar)), stamp());
                return made;
            } finally {
                Files.deleteIfExists(work.resolve(LIST));
                Files.deleteIfExists(work.resolve(NAME));
                Files.deleteIfExists(work.resolve("stamp"));
                Files.deleteIfExists(work);
            }
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The service's account reads what root has made; nobody else writes, whatever the umask. It is
     * copied beside its place first, which may be on another file system: a Java that starts
     * meanwhile sees the old one or the new one, never half of it. Two services that share it may
     * do that at the same time, each with a file of its own.
     */
    private static void putInPlace(Path fresh, Path place) throws IOException {
        Path beside = Files.createTempFile(place.getParent(), "." + place.getFileName(), ".new");
        try {
            Files.copy(fresh, beside, StandardCopyOption.REPLACE_EXISTING);
            if (Files.getFileStore(beside)
                    .supportsFileAttributeView(PosixFileAttributeView.class)) {
                Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rw-r--r--"));
            }
            Files.move(beside, place, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /** The command of the rehearsal, which writes down what it loads. */
    static List<String> listing(Path java, Path jar, Path classes) {
        List<String> words = command(java, "-XX:DumpLoadedClassList=" + classes);
        words.addAll(List.of("-jar", jar.toString(), "rehearse"));
        return words;
    }

    /**
     * The command that loads these and writes the archive. It stands alone: one on top of Java's
     * own would hold some thousand classes more, and all that is in an archive is in memory.
     */
    static List<String> dumping(Path java, Path jar, Path classes, Path file) {
        List<String> words =
                command(
                        java,
                        "-Xshare:dump",
                        "-XX:SharedClassListFile=" + classes,
                        "-XX:SharedArchiveFile=" + file);
        words.addAll(List.of("-jar", jar.toString()));
        return words;
    }

    private static List<String> command(Path java, String... more) {
        List<String> words = new ArrayList<>();
        words.add(java.toString());
        words.addAll(Launch.flags("headless"));
        // Writing it takes more memory than running.
        words.add("-Xmx256m");
        words.addAll(List.of(more));
        return words;
    }

    /** Removes it, and its folder if nothing else is in it. */
    public void remove() throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(stamp());
        Path folder = file.getParent();
        if (Files.isDirectory(folder)) {
            try (var rest = Files.list(folder)) {
                if (rest.findAny().isPresent()) {
                    return;
                }
            }
            Files.delete(folder);
        }
    }

    private Path stamp() {
        return file.resolveSibling(file.getFileName() + ".of");
    }

    private static String describe(Path jar) throws IOException {
        return String.join(
                "\n",
                System.getProperty("java.home"),
                System.getProperty("java.vm.version"),
                jar.toString(),
                Files.size(jar) + " " + Files.getLastModifiedTime(jar).toMillis(),
                "");
    }
}
