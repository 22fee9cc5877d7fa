package org.tunnelfun.desktop.install;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the user asked for.
 *
 * @param scope what starts it
 * @param tunnel the one tunnel to keep alive; none: all that are this device's
 * @param config the config file, absolute; none: the account's usual one
 * @param account whose tunnels they are
 * @param launch the words that start this program
 */
public record Request(
        Scope scope,
        Optional<String> tunnel,
        Optional<Path> config,
        Account account,
        Launch launch) {

    /** The whole command line. */
    List<String> command() {
        List<String> words = new ArrayList<>();
        if (scope == Scope.TRAY) {
            words.addAll(launch.tray());
            // At login the icon is enough.
            words.add("--hidden");
            return words;
        }
        words.addAll(launch.headless());
        words.add("run");
        config.ifPresent(file -> words.addAll(List.of("--config", file.toString())));
        tunnel.ifPresent(name -> words.addAll(List.of("-C", name)));
        return words;
    }

    /** The same, started with an archive of classes where that is ours to say. */
    public Request with(ClassArchive archive) {
        return scope == Scope.TRAY
                ? this
                : new Request(scope, tunnel, config, account, launch.with(archive));
    }

    /** Whether the command names an archive of classes, which then should be there. */
    public boolean archived() {
        return command().stream().anyMatch(word -> word.startsWith("-XX:SharedArchiveFile="));
    }

    /** {@code tunnelfun}, or {@code tunnelfun-nas} for one tunnel. */
    String serviceName() {
        return ServiceName.of(tunnel);
    }

    /** What it is, for people. */
    String description() {
        String what = "Tunnelfun, keeps reverse SSH forwards alive";
        return tunnel.map(name -> what + " (" + name + ")").orElse(what);
    }
}
