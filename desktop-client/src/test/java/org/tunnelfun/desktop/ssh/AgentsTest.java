package org.tunnelfun.desktop.ssh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.jcraft.jsch.AgentConnector;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.KeyPair;
import com.jcraft.jsch.Signature;
import com.jcraft.jsch.WindowsSSHAgentConnector;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.RealAgent;
import org.tunnelfun.desktop.testing.Requires;
import org.tunnelfun.desktop.testing.Tools;

/**
 * Agents of every kind behind the connector of Windows, whose named pipe is a channel of ours here.
 */
class AgentsTest {

    @TempDir Path folder;

    @Test
    @Requires(Need.LINUX)
    void aRealAgentBehindThePipeOfWindowsOffersItsKeyAndSigns() throws Exception {
        try (RealAgent agent = new RealAgent(folder)) {
            Path file = agent.add("ed25519");
            UnixDomainSocketAddress address = UnixDomainSocketAddress.of(agent.socket());
            Identities keys = new Identities();
            Agents.ask(
                    keys,
                    List.of(
                            new WindowsSSHAgentConnector(
                                    path -> new PipeChannel(SocketChannel.open(address)))));
            assertEquals(1, keys.tried().size(), () -> "" + keys.notes());
            signs(keys.getIdentities().get(0), file);
        }
    }

    @Test
    @Requires(Need.LINUX)
    void aCertificateThatAnAgentHoldsIsReadAsWell() throws Exception {
        try (RealAgent agent = new RealAgent(folder)) {
            Path key = agent.add("ed25519");
            Tools.run(List.of("ssh-keygen", "-qs", "" + key, "-I", "x", "-n", "web", key + ".pub"));
            agent.hold(key);
            Identities keys = new Identities();
            Agents.offer(keys, Optional.of("" + agent.socket()));
            assertEquals(2, keys.tried().size(), () -> "" + keys.notes());
            List<String> problems =
                    UserCertificate.problems(keys.getIdentities(), "anna", Instant.EPOCH);
            assertEquals(1, problems.size(), problems::toString);
            assertTrue(problems.get(0).startsWith("the certificate names web and not anna ("));
            assertTrue(problems.get(0).endsWith(", of the ssh-agent)"), problems::toString);
        }
    }

    @Test
    void anAgentThatSaysNothingIsHungUpOnByWhoeverNoLongerWaits() throws Exception {
        Path socket = folder.resolve("silent");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            CompletableFuture<Object> left = new CompletableFuture<>();
            Thread login =
                    new Thread(
                            () -> {
                                try {
                                    left.complete(
                                            Agents.holding(new byte[1], Optional.of("" + socket)));
                                } catch (InterruptedException e) {
                                    left.complete(e);
                                }
                            });
            login.start();
            try (SocketChannel asked = server.accept()) {
                login.interrupt();
                assertInstanceOf(InterruptedException.class, left.get(30, TimeUnit.SECONDS));
                asked.configureBlocking(false);
                ByteBuffer question = ByteBuffer.allocate(100);
                await().atMost(Attempts.LONG).until(() -> asked.read(question) < 0);
            }
        }
    }

    /** The first one's signature is of this file's key. */
    static void signs(Identity key, Path file) throws Exception {
        byte[] data = "what a server asks to be signed".getBytes();
        byte[] signature = key.getSignature(data, "ssh-ed25519");
        Signature verifier = KeyPair.load(new JSch(), file.toString()).getVerifier("ssh-ed25519");
        verifier.update(data);
        assertTrue(verifier.verify(signature));
    }

    @Test
    @Requires(Need.LINUX)
    void aLockedAgentIsNamed() throws Exception {
        try (RealAgent agent = new RealAgent(folder)) {
            agent.add("ed25519");
            agent.lock();
            Identities keys = new Identities();
            Agents.offer(keys, Optional.of(agent.socket().toString()));
            assertEquals(
                    List.of("the ssh-agent holds no key or is locked (ssh-add -l)"), keys.notes());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a length of no bytes, 00000000, does not answer",
        "a negative length, ffffffff, does not answer",
        "a length of 2 GiB, 7fffffff, does not answer",
        "a length of 1 MiB, 00100000, does not answer",
        "an end before the length, '', holds no key",
        "an end before the answer, 00000064, holds no key",
        "a refusal, 0000000105, holds no key",
        "an unknown answer, 000000010c, not understood",
        "no keys, 000000050c00000000, holds no key",
        "-1 keys, 000000050cffffffff, holds no key",
        "2 billion keys, 000000050c7fffffff, holds no key",
        "fewer keys than it says, 000000050c00000400, not understood",
        "a key of negative length, 000000090c00000001ffffffff, not understood",
        "a key longer than the answer, 000000090c000000010003ffff, not understood",
        "a key without an algorithm, 0000000f0c0000000100000002414100000000, not understood",
        "an algorithm longer than its key, 000000150c0000000100000008000000ff4141414100000000, not understood",
        "an algorithm that moves the cursor, 000000130c0000000100000006000000021b5b00000000, holds no key"
    })
    void whateverAnAgentSaysNoKeyIsMadeOfItAndOneNoteTells(String what, String hex, String note) {
        Identities keys = new Identities();
        Agents.ask(keys, List.of(saying(hex)));
        assertEquals(List.of(), keys.tried(), what);
        assertEquals(1, keys.notes().size(), what);
        assertTrue(keys.notes().get(0).contains(note), () -> what + ": " + keys.notes());
    }

    @Test
    void theNextAgentIsAskedWhereOneHasNoKeyOrIsBroken() {
        String key = "00000018 0c 00000001 0000000b 00000007 7373682d647373 00000000";
        for (String first : List.of("000000050c00000000", "7fffffff", "")) {
            Identities keys = new Identities();
            Agents.ask(keys, List.of(saying(first), saying(key)));
            assertEquals(1, keys.tried().size(), first);
            assertEquals(List.of(), keys.notes(), first);
        }
    }

    @Test
    void whereNoAgentRunsThatIsTold() {
        Identities keys = new Identities();
        Agents.ask(keys, List.of());
        assertTrue(keys.notes().get(0).contains("no ssh-agent is running"));
        assertFalse(keys.notes().get(0).contains("SSH_AUTH_SOCK"), "Windows has none");
    }

    /** An agent that says these bytes, whatever it is asked. */
    private static AgentConnector saying(String hex) {
        ByteBuffer answer = ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
        return new WindowsSSHAgentConnector(path -> new PipeChannel(new Canned(answer.rewind())));
    }

    private record Canned(ByteBuffer answer) implements ByteChannel {
        @Override
        public int read(ByteBuffer to) {
            if (!answer.hasRemaining()) {
                return -1;
            }
            int n = 0;
            for (; to.hasRemaining() && answer.hasRemaining(); n++) {
                to.put(answer.get());
            }
            return n;
        }

        @Override
        public int write(ByteBuffer from) {
            int n = from.remaining();
            from.position(from.limit());
            return n;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
