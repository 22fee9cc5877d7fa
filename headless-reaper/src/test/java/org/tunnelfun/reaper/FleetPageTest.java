package org.tunnelfun.reaper;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tunnelfun.reaper.testing.Browser;
import org.tunnelfun.reaper.testing.Device;
import org.tunnelfun.reaper.testing.Need;
import org.tunnelfun.reaper.testing.RealSshd;
import org.tunnelfun.reaper.testing.RealSshd.Forwarded;
import org.tunnelfun.reaper.testing.ReaperProcess;
import org.tunnelfun.reaper.testing.Requires;
import org.tunnelfun.reaper.testing.Tools;

/** The page at {@code /} of a running reaper, in a real browser. */
@Tag("slow")
@Requires(Need.LINUX)
class FleetPageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** What a hostile device says; each would show if the page took it for markup. */
    private static final String HOSTILE =
            "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>\r\n";

    @TempDir static Path folder;

    private static RealSshd sshd;
    private static ReaperProcess reaper;
    private static Device living;
    private static Device hostile;
    private static Device elsewhere;
    private static Browser browser;
    private static Forwarded nas;
    private static Forwarded liar;
    private static Forwarded terminal;
    private static String base;

    @BeforeAll
    static void start() throws Exception {
        sshd = new RealSshd();
        reaper = new ReaperProcess();
        living = Device.living();
        hostile = Device.saying(HOSTILE);
        elsewhere = Device.saying("HTTP/1.0 200 OK\r\nAccess-Control-Allow-Origin: *\r\n\r\nhere");
        nas = forward(living);
        liar = forward(hostile);
        terminal = sshd.forward(RealSshd.self(), "-tt", "command:sleep 600");
        terminal.freeze();
        int http = Tools.freePort();
        base = "http://127.0.0.1:" + http;
        int absent = Tools.freePort();
        Path config = reaper.folder().resolve("reaper.json");
        Files.writeString(
                config,
                "{\"version\":1,\"ports\":\"%d,%d,%d,%d\",\"names\":{\"%d\":\"nas\",\"%d\":\"attic-pi\"},\"interval\":1,\"timeout\":1,\"listen\":\"127.0.0.1:%d\"}"
                        .formatted(
                                nas.port(),
                                liar.port(),
                                terminal.port(),
                                absent,
                                nas.port(),
                                absent,
                                http));
        reaper.start(
                "run",
                "--config",
                config.toString(),
                "--socket",
                reaper.folder().resolve("s").toString(),
                "--state-dir",
                reaper.folder().resolve("state").toString());
        await().atMost(PATIENCE).until(() -> reaper.said().contains("first sweep"));
        browser = new Browser(Files.createDirectory(folder.resolve("profile")));
        logIn();
    }

    private static Forwarded forward(Device device) throws IOException {
        int port = Tools.freePort();
        return sshd.forward(RealSshd.self(), device.behind("", port), port);
    }

    private static void logIn() throws IOException {
        String token = Files.readString(reaper.folder().resolve("reaper.token")).strip();
        browser.open(base + "/");
        browser.await("the form", "document.getElementById('token')");
        browser.value("document.getElementById('token').value='" + token + "'");
        browser.value("document.querySelector('form button').click()");
        browser.await("the fleet", "document.querySelectorAll('#list details').length === 4");
    }

    @AfterAll
    static void stop() throws IOException {
        browser.close();
        reaper.close();
        sshd.close();
        living.close();
        hostile.close();
        elsewhere.close();
    }

    private static String row(Forwarded device) {
        return "[...document.querySelectorAll('#list details')].find(d =>"
                + " d.querySelector('summary').children[1].textContent === '"
                + device.port()
                + "')";
    }

    private static void open(Forwarded device) {
        browser.value(row(device) + ".open = true");
        browser.await("the evidence", row(device) + ".querySelector('.body table')");
    }

    @Test
    void theWorstComesFirstAndEachStateHasAWordAndAShape() {
        String words =
                browser.value(
                        "[...document.querySelectorAll('#list .state')].map(e =>"
                                + " e.textContent + e.querySelectorAll('svg').length).join()");
        assertEquals("Silent1,No SSH1,Absent1,Up1", words);
        String first = browser.value("document.querySelector('#list .cut').textContent");
        assertTrue(first.contains("a terminal belongs to the session"), first);
        assertTrue(
                browser.value("document.getElementById('sum').textContent").contains("1 silent"));
    }

    @Test
    void aRowOpensToTheTimelineAndTheEvidenceOfItsDecisions() {
        open(terminal);
        String text = browser.value(row(terminal) + ".querySelector('.body').textContent");
        for (String part : List.of(" ago", "0 % up", "silent, spared", "terminal", "established")) {
            assertTrue(text.contains(part), part + " is missing in: " + text);
        }
        assertTrue(text.contains("sshd"), text);
        String tip = browser.value(row(terminal) + ".querySelector('.day rect title').textContent");
        assertTrue(tip.startsWith("Silent, "), tip);
        open(nas);
        String up = browser.value(row(nas) + ".querySelector('.body').textContent");
        assertTrue(up.contains("100 % up"), up);
        assertTrue(up.contains("SSH-2.0-Device"), up);
    }

    @Test
    void whatADeviceSaysIsShownAndNeverObeyed() {
        open(liar);
        String text = browser.value(row(liar) + ".querySelector('.body').textContent");
        assertTrue(text.contains("<img src=x onerror="), text);
        assertEquals("Tunnelfun", browser.value("document.title"));
        assertEquals(
                "0", browser.value("document.querySelectorAll('main img, main script').length"));
    }

    @Test
    void nothingIsAskedOfAnybodyElseAndNothingCouldBe() {
        open(nas);
        String other = "http://127.0.0.1:" + elsewhere.port() + "/";
        assertEquals(
                "refused",
                browser.value("fetch('" + other + "').then(() => 'heard', () => 'refused')"));
        assertEquals(
                "refused",
                browser.value(
                        "new Promise(done => { const i = new Image(); i.onload = () => done('heard');"
                                + " i.onerror = () => done('refused'); i.src = '"
                                + other
                                + "'; document.body.append(i); setTimeout(() => done('late'), 9000) })"));
        assertEquals(
                "refused",
                browser.value(
                        "(() => { const s = document.createElement('script'); s.textContent ="
                                + " 'window.owned = true'; document.body.append(s);"
                                + " return window.owned ? 'ran' : 'refused' })()"));
        assertFalse(elsewhere.visited());
        for (String url : browser.requested()) {
            boolean ours = url.startsWith(base + "/") || url.equals("about:blank");
            assertTrue(ours || url.equals(other), url);
        }
    }

    @Test
    void theFilterAndTheOrderDoWhatTheySay() {
        browser.value(
                "(e => { e.value = 'nas'; e.dispatchEvent(new Event('input')) })(document.getElementById('find'))");
        assertEquals("1", browser.value("document.querySelectorAll('#list details').length"));
        browser.value(
                "(e => { e.value = ''; e.dispatchEvent(new Event('input')) })(document.getElementById('find'))");
        browser.value(
                "[...document.querySelectorAll('#head button')].find(b => b.textContent === 'Port').click()");
        String ports =
                browser.value(
                        "[...document.querySelectorAll('#list summary')].map(s => +s.children[1].textContent).every((p, i, a) => !i || a[i - 1] < p)");
        assertEquals("true", ports);
        assertEquals(
                "Port",
                browser.value("document.querySelector('#head [aria-pressed=true]').textContent"));
        browser.value(
                "[...document.querySelectorAll('#head button')].find(b => b.textContent === 'State').click()");
    }

    /** A desktop in both colours, a phone, and a desktop's window at 200 %. */
    @ParameterizedTest
    @CsvSource({
        "light, 1280, 800, 1",
        "dark, 1280, 800, 1",
        "phone, 360, 720, 2",
        "zoomed, 640, 400, 2"
    })
    void nothingIsCutOffAtTheSide(String name, int width, int height, double scale)
            throws IOException {
        browser.screen(width, height, scale, name.equals("dark") || name.equals("zoomed"));
        browser.value("document.querySelectorAll('details').forEach(d => d.open = false)");
        open(terminal);
        browser.picture(Path.of("target/fleet-" + name + ".png"));
        String wide = browser.value("document.documentElement.scrollWidth");
        assertTrue(Integer.parseInt(wide) <= width, name + ": " + wide + " of " + width);
        String ink = browser.value("getComputedStyle(document.body).backgroundColor");
        assertEquals(
                name.equals("dark") || name.equals("zoomed")
                        ? "rgb(13, 17, 23)"
                        : "rgb(255, 255, 255)",
                ink);
    }
}
