package org.tunnelfun.desktop.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.tunnelfun.desktop.ssh.Attempts.LONG;
import static org.tunnelfun.desktop.ssh.Attempts.ask;
import static org.tunnelfun.desktop.ssh.Attempts.open;
import static org.tunnelfun.desktop.ssh.Attempts.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.ServerConfig.StrictHostKeyChecking;
import org.tunnelfun.desktop.engine.SshSession;
import org.tunnelfun.desktop.engine.SshSession.Identified;
import org.tunnelfun.desktop.testing.Tools;

/** Forced commands, which never read the script that is sent to them. */
class RemoteCommandTest {

    @TempDir Path folder;
    private SshServer sshd;
    private SshSession session;

    @BeforeEach
    void start() throws Exception {
        sshd = SshServer.setUpDefaultServer();
        sshd.setHost("127.0.0.1");
        sshd.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(folder.resolve("host")));
        sshd.setPublickeyAuthenticator((user, key, client) -> true);
        // Less than the script: most of it is still unsent when the command ends.
        CoreModuleProperties.WINDOW_SIZE.set(sshd, 1024L);
    }

    @AfterEach
    void stop() throws Exception {
        session.end();
        sshd.stop(true);
    }

    @Test
    void anAnswerCountsAlthoughTheCommandEndedBeforeTheScriptWasSent() throws Exception {
        commandSays("tunnelfun NONCE own boot-1 42 77 sshd anna\n", 0);
        Identified own = ask(a -> session.identify(LONG, a));
        assertEquals("", own.reason());
        assertEquals(42, own.process().pid());
    }

    @Test
    void aCommandThatRefusesIsToldByItsWordsAndStatus() throws Exception {
        commandSays("This account is not available.\n", 3);
        Identified own = ask(a -> session.identify(LONG, a));
        assertNull(own.process());
        assertEquals(
                "the command ended with status 3; it says: This account is not available.",
                own.reason());
    }

    private void commandSays(String text, int status) throws Exception {
        sshd.setCommandFactory((channel, words) -> new Forced(words, text, status));
        sshd.start();
        Path key = folder.resolve("id");
        Tools.run(List.of("ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", "" + key));
        session = open(config(key));
    }

    private ServerConfig config(Path key) {
        return server(sshd.getPort(), key, folder.resolve("known_hosts"))
                .withKnownHosts(folder.resolve("known_hosts"), StrictHostKeyChecking.ACCEPT_NEW);
    }

    /** Says a text, with the asker's nonce in it, and ends at once. */
    private static final class Forced implements Command {
        private final String text;
        private final int status;
        private OutputStream out;
        private ExitCallback exit;

        Forced(String words, String text, int status) {
            String nonce = words.replaceFirst("^exec sh -s tunnelfun [a-z]+ ([^ ]+).*$", "$1");
            this.text = text.replace("NONCE", nonce);
            this.status = status;
        }

        @Override
        public void start(ChannelSession channel, Environment environment) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
            exit.onExit(status);
        }

        @Override
        public void setInputStream(InputStream in) {}

        @Override
        public void setOutputStream(OutputStream to) {
            out = to;
        }

        @Override
        public void setErrorStream(OutputStream err) {}

        @Override
        public void setExitCallback(ExitCallback callback) {
            exit = callback;
        }

        @Override
        public void destroy(ChannelSession channel) {}
    }
}
