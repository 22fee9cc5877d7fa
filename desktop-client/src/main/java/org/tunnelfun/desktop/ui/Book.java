package org.tunnelfun.desktop.ui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tunnelfun.desktop.config.ClientConfig;
import org.tunnelfun.desktop.config.ConfigException;
import org.tunnelfun.desktop.config.ConfigFile;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.TunnelConfig;

/**
 * The config as the screens edit it: what was read last, and the one road to the file. Nothing is
 * written but by {@link #save}, and never over somebody else's edit. For the screen's thread.
 */
public final class Book {

    private final ConfigFile file;
    private final Map<Path, String> commands = new LinkedHashMap<>();
    private final List<Runnable> followers = new ArrayList<>();
    private ClientConfig current = ClientConfig.EMPTY;
    private String problem = "";

    /** The book over this file, read at once. */
    public Book(ConfigFile file) {
        this.file = file;
        reload();
    }

    /** What was read or saved last. */
    ClientConfig current() {
        return current;
    }

    /** The tunnels of {@link #current}, with everything that applies to them. */
    public List<TunnelConfig> tunnels() {
        return current.tunnels();
    }

    /** Whether the file still says what was read or saved last. */
    public boolean isCurrent() {
        try {
            return problem.isEmpty() && new ConfigFile(file.path()).readOrEmpty().equals(current);
        } catch (ConfigException e) {
            return false;
        }
    }

    /** Why the file could not be read; what was read before then still holds. */
    public Optional<String> problem() {
        return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
    }

    /** Where the file lies, for people. */
    String path() {
        return file.path().toString();
    }

    /** Reads the file again: somebody else wrote it. */
    public void reload() {
        try {
            ClientConfig read = file.readOrEmpty();
            // Whoever deletes the file may be about to write it anew: no reason to end all tunnels.
            boolean gone = !current.equals(ClientConfig.EMPTY) && Files.notExists(file.path());
            current = gone ? current : read;
            problem = gone ? path() + ": is gone; the next change here writes it anew" : "";
        } catch (ConfigException e) {
            problem = e.getMessage();
        }
        List.copyOf(followers).forEach(Runnable::run);
    }

    /** Whether a change that was begun from {@code base} can be saved: nobody else changed it. */
    boolean takes(ClientConfig base) {
        return base.equals(current) || fetched(base).equals(current);
    }

    /** The same with what {@link #passphraseBy} put into the file, which is nobody else's edit. */
    private ClientConfig fetched(ClientConfig config) {
        ClientConfig result = config;
        for (Map.Entry<Path, String> own : commands.entrySet()) {
            result = fetchedBy(result, own.getKey(), own.getValue());
        }
        return result;
    }

    /**
     * Saves, if file and book still say what the change was made from.
     *
     * @param base what {@link #current} was when the change was begun
     * @throws ConfigException if they do not, or the config is wrong; nothing was written
     * @throws IOException if it could not be written; the old file is as it was
     */
    void save(ClientConfig base, ClientConfig next) throws ConfigException, IOException {
        // The book may have been read again since: the file alone would not notice.
        if (!takes(base)) {
            throw new ConfigException(
                    path() + ": was changed since it was read; nothing was saved. Read it again");
        }
        ClientConfig whole = base.equals(current) ? next : fetched(next);
        file.save(whole);
        current = whole;
        problem = "";
        List.copyOf(followers).forEach(Runnable::run);
    }

    /**
     * Lets all servers with this key, and no other way to open it, fetch its passphrase.
     *
     * @param command prints it
     * @return whether there is a server that does so now
     * @throws ConfigException as {@link #save}
     * @throws IOException as {@link #save}
     */
    public boolean passphraseBy(Path key, String command) throws ConfigException, IOException {
        ClientConfig next = fetchedBy(current, key, command);
        if (!next.equals(current)) {
            commands.put(key, command);
            save(current, next);
        }
        return next.servers().values().stream()
                .filter(server -> server.identityFile().equals(Optional.of(key)))
                .anyMatch(s -> s.identityPassphraseCommand().equals(Optional.of(command)));
    }

    private static ClientConfig fetchedBy(ClientConfig config, Path key, String command) {
        Map<String, ServerConfig> servers = new LinkedHashMap<>(config.servers());
        servers.replaceAll(
                (name, server) ->
                        server.identityFile().equals(Optional.of(key))
                                        && server.identityPassphraseCommand().isEmpty()
                                ? server.withPassphraseCommand(command)
                                : server);
        return new ClientConfig(servers, config.entries(), config.retry(), config.staleness());
    }

    /** Calls {@code follower} after each reading and saving. */
    public void follow(Runnable follower) {
        followers.add(follower);
    }

    void unfollow(Runnable follower) {
        followers.remove(follower);
    }
}
