package org.tunnelfun.desktop.config;

import com.google.gson.JsonElement;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.tunnelfun.desktop.config.ServerConfig.StrictHostKeyChecking;

/** One entry of {@code servers}. */
final class ServerReader {

    static final List<String> KEYS =
            List.of(
                    "host",
                    "port",
                    "hosts",
                    "user",
                    "identityFile",
                    "identityPassphraseCommand",
                    "useAgent",
                    "knownHostsFile",
                    "strictHostKeyChecking",
                    "legacyAlgorithms",
                    "proxyJump",
                    "proxy",
                    "proxyPasswordCommand",
                    "reaperPort");

    private ServerReader() {}

    /** The server, or null with its problems noted. */
    static ServerConfig read(String name, Section s, Path folder, List<String> problems) {
        int before = problems.size();
        s.known(KEYS);
        try {
            Check.name(name);
        } catch (IllegalArgumentException e) {
            s.problem("", e.getMessage());
        }
        String host = s.must("host", text(Check::host));
        Optional<Integer> port = s.maybe("port", Values::port);
        List<HostPort> hosts = s.values("hosts", text(t -> HostPort.parse(t, port.orElse(22))));
        Optional<String> user = s.maybe("user", text(Check::user));
        Optional<Path> identity = s.maybe("identityFile", text(t -> file(t, folder)));
        Optional<String> passphrase = s.maybe("identityPassphraseCommand", text(Check::line));
        Optional<Boolean> agent = s.maybe("useAgent", Values::flag);
        Optional<Path> knownHosts = s.maybe("knownHostsFile", text(t -> file(t, folder)));
        Optional<StrictHostKeyChecking> checking =
                s.maybe("strictHostKeyChecking", e -> Values.word(StrictHostKeyChecking.class, e));
        Optional<Boolean> legacy = s.maybe("legacyAlgorithms", Values::flag);
        List<Destination> jumps = s.values("proxyJump", text(Destination::parse));
        Optional<Proxy> proxy = s.maybe("proxy", text(Proxy::parse));
        Optional<String> proxyPassword = s.maybe("proxyPasswordCommand", text(Check::line));
        Optional<Integer> reaper = s.maybe("reaperPort", Values::port);
        if (problems.size() > before) {
            return null;
        }
        return new ServerConfig(
                name,
                host,
                port.orElse(22),
                hosts,
                user.orElseGet(() -> System.getProperty("user.name")),
                identity,
                passphrase,
                agent.orElse(true),
                knownHosts.orElseGet(() -> Home.expand("~/.ssh/known_hosts")),
                checking.orElse(StrictHostKeyChecking.ASK),
                legacy.orElse(false),
                jumps,
                proxy,
                proxyPassword,
                reaper);
    }

    private static <T> Function<JsonElement, T> text(Function<String, T> reader) {
        return e -> reader.apply(Values.text(e));
    }

    /** A file's path; a relative one starts from the config's folder, wherever the program runs. */
    private static Path file(String text, Path folder) {
        Path path = Home.expand(text);
        return text.startsWith("~") || Path.of(text).isAbsolute() ? path : folder.resolve(text);
    }
}
