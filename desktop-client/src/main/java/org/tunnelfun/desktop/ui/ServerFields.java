package org.tunnelfun.desktop.ui;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.Region;
import javafx.stage.FileChooser;
import org.tunnelfun.desktop.config.Home;

/** The fields of a server, in the editor and in the guide. */
final class ServerFields {

    private ServerFields() {}

    /** Where it is and who one is there. */
    static void address(Form form, ServerDraft server) {
        form.field("Address", server.host, "tunnel.example.org", "", server::hostProblem);
        form.field("Port", server.port, "22", "", server::portProblem);
        form.field("Account", server.user, "tunnel", "", server::userProblem);
    }

    /** The private key, with those that were found and a chooser. */
    static void key(Form form, ServerDraft server, List<Path> found) {
        MenuButton keys = new MenuButton("Found");
        keys.setMinWidth(Region.USE_PREF_SIZE);
        keys.setAccessibleText("Keys that were found");
        for (Path key : found) {
            MenuItem item = new MenuItem(Home.shorten(key));
            item.setMnemonicParsing(false);
            item.setOnAction(e -> server.key.set(Home.shorten(key)));
            keys.getItems().add(item);
        }
        Marks.shown(keys, !found.isEmpty());
        Button choose = new Button("Choose…");
        choose.setMinWidth(Region.USE_PREF_SIZE);
        choose.setOnAction(e -> choose(choose, server));
        form.field(
                "Key file",
                server.key,
                "any that ssh would use",
                "",
                server::keyProblem,
                keys,
                choose);
    }

    private static void choose(Button button, ServerDraft server) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Private key");
        File folder = Path.of(System.getProperty("user.home"), ".ssh").toFile();
        if (folder.isDirectory()) {
            chooser.setInitialDirectory(folder);
        }
        File chosen = chooser.showOpenDialog(button.getScene().getWindow());
        if (chosen != null) {
            server.key.set(Home.shorten(chosen.toPath()));
        }
    }

    /** What most people leave alone. */
    static void rest(Form form, ServerDraft server) {
        CheckBox agent = new CheckBox("Ask the ssh-agent for keys too");
        agent.selectedProperty().bindBidirectional(server.agent);
        form.add("Agent", agent, agent);
        form.field(
                "Jump hosts",
                server.jumps,
                "user@gateway:22, …",
                "Hosts to go through, in order.",
                server::jumpsProblem);
        form.field(
                "Reaper's port",
                server.reaperPort,
                "none",
                "Where the reaper listens on the server's loopback, usually 7022.",
                server::reaperProblem);
    }
}
