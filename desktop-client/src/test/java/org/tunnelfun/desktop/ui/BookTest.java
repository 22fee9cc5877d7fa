package org.tunnelfun.desktop.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.desktop.config.ConfigException;
import org.tunnelfun.desktop.config.ConfigFile;

class BookTest {

    private static final String CONFIG =
            """
            {"version": 1,
             "servers": {"home": {"host": "tunnel.example.org", "user": "tunnel"}},
             "tunnels": [
               {"name": "nas", "server": "home", "forwards": [
                 {"remote": {"port": 2001}, "target": {"host": "localhost", "port": 22}}]},
               {"name": "pi", "server": "home", "forwards": [
                 {"remote": {"port": 2002}, "target": {"host": "localhost", "port": 22}}]}],
             "retry": {"maxInterval": 30}}
            """;

    @TempDir Path folder;
    private Path file;
    private Book book;

    @BeforeEach
    void write() throws Exception {
        file = folder.resolve("tunnels.json");
        Files.writeString(file, CONFIG);
        book = new Book(new ConfigFile(file));
    }

    private TunnelDraft renamed() {
        TunnelDraft draft = TunnelDraft.of(book.current(), "nas");
        draft.name.set("attic");
        return draft;
    }

    private void save(TunnelDraft draft) throws Exception {
        book.save(draft.before(), draft.config());
    }

    @Test
    @DisplayName("an edit renames a tunnel in its place and keeps everything else")
    void edits() throws Exception {
        save(renamed());
        var saved = new ConfigFile(file).read();
        assertEquals("attic", saved.entries().get(0).name());
        assertEquals("pi", saved.entries().get(1).name());
        assertEquals(30L, saved.retry().get("maxInterval"));
    }

    @Test
    @DisplayName("somebody else's edit is noticed and never written over")
    void foreign() throws Exception {
        String other = CONFIG.replace("2002", "2003");
        Files.writeString(file, other);
        assertFalse(book.isCurrent());
        assertThrows(ConfigException.class, () -> save(renamed()));
        assertEquals(other, Files.readString(file));
        book.reload();
        assertTrue(book.isCurrent());
        save(renamed());
    }

    @Test
    @DisplayName(
            "an edit begun before somebody else's is refused, although the book was read again")
    void begunBefore() throws Exception {
        TunnelDraft draft = renamed();
        String other = CONFIG.replace("2002", "2003");
        Files.writeString(file, other);
        book.reload();
        assertThrows(ConfigException.class, () -> save(draft));
        assertEquals(other, Files.readString(file));
    }

    @Test
    @DisplayName("a file that cannot be read keeps what was read before, says why, and stays")
    void unreadable() throws Exception {
        Files.writeString(file, "{");
        book.reload();
        assertEquals(2, book.current().entries().size());
        assertTrue(book.problem().orElseThrow().contains("tunnels.json"));
        assertThrows(ConfigException.class, () -> save(renamed()));
        assertEquals("{", Files.readString(file));
    }

    @Test
    @DisplayName("a file that is deleted ends no tunnel, and the next change writes it anew")
    void deleted() throws Exception {
        Files.delete(file);
        book.reload();
        assertEquals(2, book.tunnels().size());
        assertTrue(book.problem().orElseThrow().contains("tunnels.json: is gone"));
        save(renamed());
        assertEquals(Optional.empty(), book.problem());
        assertEquals("attic", new ConfigFile(file).read().entries().get(0).name());
        Files.writeString(file, "{\"version\": 1}");
        book.reload();
        assertEquals(List.of(), book.tunnels(), "an empty config is one");
    }

    @Test
    @DisplayName("the keyring's own command is no foreign edit for an edit under way, and stays")
    void ownCommand() throws Exception {
        Path key = Path.of("/k");
        Files.writeString(file, CONFIG.replace("\"user\"", "\"identityFile\": \"/k\", \"user\""));
        book.reload();
        TunnelDraft draft = renamed();
        TunnelDraft otherKey = TunnelDraft.of(book.current(), "pi");
        otherKey.server.key.set("/other");
        List<Boolean> taken = new ArrayList<>();
        book.follow(() -> taken.add(book.takes(draft.before())));
        assertTrue(book.passphraseBy(key, "fetch it"));
        assertEquals(List.of(true), taken);
        save(draft);
        var saved = new ConfigFile(file).read();
        assertEquals("attic", saved.entries().get(0).name());
        assertEquals(
                Optional.of("fetch it"), saved.servers().get("home").identityPassphraseCommand());
        assertThrows(ConfigException.class, () -> save(otherKey), "begun before the rename");
    }

    @Test
    @DisplayName("somebody else's edit beside the keyring's command is still noticed")
    void ownCommandAndForeign() throws Exception {
        Files.writeString(file, CONFIG.replace("\"user\"", "\"identityFile\": \"/k\", \"user\""));
        book.reload();
        TunnelDraft draft = renamed();
        book.passphraseBy(Path.of("/k"), "fetch it");
        String other = Files.readString(file).replace("2002", "2003");
        Files.writeString(file, other);
        assertThrows(ConfigException.class, () -> save(draft));
        book.reload();
        assertThrows(ConfigException.class, () -> save(draft));
        assertEquals(other, Files.readString(file));
    }
}
