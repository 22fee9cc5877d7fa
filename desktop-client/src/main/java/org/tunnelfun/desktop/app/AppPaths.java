package org.tunnelfun.desktop.app;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where things lie on this system.
 *
 * @param config the config file
 * @param state folder for what the program writes by itself: locks, records of sessions
 * @param runtime folder for sockets that does not survive a reboot, if the system has one
 */
public record AppPaths(Path config, Path state, Optional<Path> runtime) {

    private static final String NAME = "tunnelfun";

    /** Those of this system and account. */
    public static AppPaths system() {
        return of(
                System.getProperty("os.name"),
                Path.of(System.getProperty("user.home")),
                System::getenv);
    }

    /**
     * Those of any system: XDG Base Directory on Unix, Application Support on macOS, AppData on
     * Windows.
     *
     * @param environment name to value or null
     */
    public static AppPaths of(String osName, Path home, UnaryOperator<String> environment) {
        String os = osName.toLowerCase(Locale.ROOT);
        if (os.startsWith("windows")) {
            Path roaming = folder(environment, "APPDATA", home.resolve("AppData/Roaming"));
            Path local = folder(environment, "LOCALAPPDATA", home.resolve("AppData/Local"));
            return paths(roaming.resolve(NAME), local.resolve(NAME), Optional.empty());
        }
        if (os.startsWith("mac")) {
            Path support = home.resolve("Library/Application Support").resolve(NAME);
            return paths(support, support.resolve("state"), Optional.empty());
        }
        Path config = folder(environment, "XDG_CONFIG_HOME", home.resolve(".config"));
        Path state = folder(environment, "XDG_STATE_HOME", home.resolve(".local/state"));
        Path none = Path.of("/");
        Path runtime = folder(environment, "XDG_RUNTIME_DIR", none);
        return paths(
                config.resolve(NAME),
                state.resolve(NAME),
                runtime.equals(none) ? Optional.empty() : Optional.of(runtime.resolve(NAME)));
    }

    private static AppPaths paths(Path config, Path state, Optional<Path> runtime) {
        return new AppPaths(config.resolve("tunnels.json"), state, runtime);
    }

    /** The XDG specification wants relative paths ignored; the others may be treated alike. */
    private static Path folder(UnaryOperator<String> environment, String name, Path otherwise) {
        String value = environment.apply(name);
        return value != null && Path.of(value).isAbsolute() ? Path.of(value) : otherwise;
    }
}
