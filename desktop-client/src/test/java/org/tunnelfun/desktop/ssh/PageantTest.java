package org.tunnelfun.desktop.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.jcraft.jsch.AgentConnector;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.RealAgent;
import org.tunnelfun.desktop.testing.Requires;

/** All of Pageant's transport but Windows itself. */
class PageantTest {

    @TempDir Path folder;

    @Test
    @Requires(Need.LINUX)
    void aRealAgentBehindTheWindowOffersItsKeysAndSigns() throws Exception {
        try (RealAgent agent = new RealAgent(folder)) {
            Path file = agent.add("ed25519");
            // With an RSA key the answer is longer than the buffer that JSch begins with.
            agent.add("rsa");
            FakePageant pageant = new FakePageant(request -> ask(agent.socket(), request));
            Identities keys = offered(pageant.connector());
            assertEquals(2, keys.tried().size(), () -> "" + keys.notes());
            AgentsTest.signs(keys.getIdentities().get(0), file);
            assertEquals(0, pageant.open());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a length of no bytes, 00000000, a length of 0",
        "a negative length, ffffffff, a length of -1",
        "a length of 2 GiB, 7fffffff, a length of 2147483647",
        "one byte too many, 0003fffd, a length of 262141",
        "its own request, 000000010b, holds no key",
        "a refusal, 0000000105, holds no key",
        "2 billion keys, 000000050c7fffffff, holds no key",
        "a key longer than the memory, 000000090c000000010fffffff, not understood",
        "an end before the length says, 0003fffc0c00000400, not understood"
    })
    void whateverPageantSaysNoKeyIsMadeOfItAndOneNoteTells(String what, String hex, String note) {
        FakePageant pageant = new FakePageant(request -> HexFormat.of().parseHex(hex));
        Identities keys = offered(pageant.connector());
        assertEquals(List.of(), keys.tried(), what);
        assertEquals(1, keys.notes().size(), what);
        assertTrue(keys.notes().get(0).contains(note), () -> what + ": " + keys.notes());
        assertEquals(0, pageant.open(), what);
    }

    @Test
    void whatIsMissingIsToldAndNothingStaysOpen() throws Exception {
        FakePageant pageant = new FakePageant(request -> null);
        assertTrue(pageant.connector().isAvailable());
        tells(pageant, "Pageant refuses the request");
        pageant.hasView = false;
        tells(pageant, "no view of the memory");
        pageant.hasMemory = false;
        tells(pageant, "no shared memory");
        pageant.runs = false;
        assertFalse(pageant.connector().isAvailable());
        tells(pageant, "does not run any more");
    }

    @Test
    @Requires(Need.LINUX)
    void whereThereIsNoWindowsThatIsTold() {
        assertThrows(LinkageError.class, PageantCalls::new);
    }

    @Test
    void aRequestThatPageantCouldNotTakeIsNotSent() {
        FakePageant pageant =
                new FakePageant(
                        request -> {
                            throw new AssertionError("it was sent");
                        });
        byte[] tooLong = new byte[Pageant.MEMORY + 1];
        Buffer buffer = new Buffer(tooLong.length);
        buffer.putByte(tooLong);
        AgentProxyException e =
                assertThrows(AgentProxyException.class, () -> pageant.connector().query(buffer));
        assertTrue(e.getMessage().contains("too long"), e.getMessage());
    }

    private static void tells(FakePageant pageant, String note) {
        Identities keys = offered(pageant.connector());
        assertEquals(1, keys.notes().size());
        assertTrue(keys.notes().get(0).contains(note), () -> "" + keys.notes());
        assertEquals(0, pageant.open());
    }

    private static Identities offered(AgentConnector pageant) {
        Identities keys = new Identities();
        Agents.ask(keys, List.of(pageant));
        return keys;
    }

    /** What OpenSSH's agent says: both speak the same. */
    private static byte[] ask(Path socket, byte[] request) {
        try (SocketChannel agent = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            ByteBuffer out = ByteBuffer.allocate(4 + request.length);
            out.putInt(request.length).put(request).flip();
            while (out.hasRemaining()) {
                agent.write(out);
            }
            ByteBuffer length = full(agent, 4);
            ByteBuffer answer = full(agent, length.getInt(0));
            return ByteBuffer.allocate(4 + answer.capacity())
                    .put(length.rewind())
                    .put(answer.rewind())
                    .array();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteBuffer full(SocketChannel from, int bytes) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(bytes);
        while (all.hasRemaining()) {
            assertTrue(from.read(all) > 0, "the agent hung up");
        }
        return all;
    }
}
