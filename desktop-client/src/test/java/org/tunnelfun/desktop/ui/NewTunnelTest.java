package org.tunnelfun.desktop.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.ListView;
import javafx.scene.control.TabPane;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;
import org.tunnelfun.desktop.config.ClientConfig;
import org.tunnelfun.desktop.config.ConfigFile;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.engine.TunnelStatus;

/** A new tunnel from the first key to the list, without a mouse. */
class NewTunnelTest extends ScreenCase {

    private static final String EDITOR = "New tunnel";

    @Start
    void start(Stage primary) throws Exception {
        open(primary);
        // As the engine does, which follows the config.
        book.follow(
                () ->
                        control.say(
                                book.tunnels().stream()
                                        .map(t -> Samples.waiting(t.name(), 2001))
                                        .toArray(TunnelStatus[]::new)));
    }

    @Test
    @DisplayName("by the keyboard alone a new tunnel to the known server is typed and saved")
    void knownServer(FxRobot robot) throws Exception {
        robot.push(KeyCode.CONTROL, KeyCode.N);
        robot.targetWindow(window(EDITOR));
        assertEquals("Name", focused(EDITOR), "where one begins to type");
        robot.write("shed", 0);
        tabTo(robot, EDITOR, "Port on the server, 0: the server chooses");
        robot.write("2005", 0).push(KeyCode.ENTER);
        assertNull(window(EDITOR), "saved and closed");
        TunnelConfig saved = saved("shed");
        assertEquals(2005, saved.forwards().get(0).remote().port());
        assertEquals("tunnel@tunnel.example.org:22", saved.server().address());
        assertEquals(List.of("nas", "pi", "shed"), listed(robot));
        assertEquals("Tunnels", focused("Tunnelfun"), "the keyboard is where it was");
    }

    @Test
    @DisplayName("by the keyboard alone a new tunnel to a new server is typed and saved")
    void newServer(FxRobot robot) throws Exception {
        robot.push(KeyCode.CONTROL, KeyCode.N);
        robot.targetWindow(window(EDITOR));
        robot.write("shed", 0);
        tabTo(robot, EDITOR, "Port on the server, 0: the server chooses");
        robot.write("2001", 0);
        toTabs(robot);
        robot.push(KeyCode.RIGHT);
        tabTo(robot, EDITOR, "Server");
        robot.push(KeyCode.CONTROL, KeyCode.A).write("b", 0);
        tabTo(robot, EDITOR, "Address");
        robot.write("b.test", 0);
        tabTo(robot, EDITOR, "Account");
        robot.write("al", 0).push(KeyCode.ENTER);
        assertNull(window(EDITOR), "saved and closed");
        assertEquals("al@b.test:22", saved("shed").server().address());
        assertEquals("b", saved("shed").server().name());
        ClientConfig config = new ConfigFile(file).read();
        ServerConfig home = config.servers().get("home");
        assertEquals("tunnel@tunnel.example.org:22", home.address(), "the other one stays");
        assertEquals(List.of("nas", "pi", "shed"), listed(robot));
    }

    /** Back to the heads of the tabs, which arrow keys choose from. */
    private static void toTabs(FxRobot robot) {
        for (int i = 0; i < 40 && !(owner() instanceof TabPane); i++) {
            robot.push(KeyCode.SHIFT, KeyCode.TAB);
        }
        assertTrue(owner() instanceof TabPane, "reached by Tab");
    }

    private static Node owner() {
        WaitForAsyncUtils.waitForFxEvents();
        return window(EDITOR).getScene().getFocusOwner();
    }

    private TunnelConfig saved(String name) throws Exception {
        Optional<TunnelConfig> saved =
                new ConfigFile(file)
                        .read().tunnels().stream().filter(t -> t.name().equals(name)).findFirst();
        assertTrue(saved.isPresent(), () -> book.current().toString());
        return saved.get();
    }

    private static List<String> listed(FxRobot robot) {
        ListView<TunnelRow> list = robot.lookup("#tunnels").queryListView();
        return list.getItems().stream().map(TunnelRow::name).toList();
    }
}
