package org.tunnelfun.desktop.ssh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tunnelfun.desktop.ssh.Attempts.LONG;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Linux tells of a send buffer, and that nothing else is taken for it. */
class SendQueueTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    @EnabledOnOs(OS.LINUX)
    void whatTheOtherSideDoesNotReadStandsInTheQueueUntilItDoes(String address) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
            try (SocketChannel near = SocketChannel.open(server.getLocalAddress());
                    SocketChannel far = server.accept()) {
                near.configureBlocking(false);
                far.configureBlocking(false);
                InetSocketAddress local = (InetSocketAddress) near.getLocalAddress();
                InetSocketAddress peer = (InetSocketAddress) near.getRemoteAddress();
                assertEquals(OptionalLong.of(0), SendQueue.unconfirmed(local, peer));
                while (near.write(ByteBuffer.allocate(100_000)) > 0) {
                    // Until neither side's system takes any more.
                }
                long left = SendQueue.unconfirmed(local, peer).orElseThrow();
                assertTrue(left > 100_000, "left: " + left);
                await().atMost(LONG)
                        .until(
                                () -> {
                                    far.read(ByteBuffer.allocate(1_000_000));
                                    return SendQueue.unconfirmed(local, peer).orElseThrow() == 0;
                                });
            }
        }
    }

    @Test
    void aConnectionThatIsNotInTheTableHasNoQueueThatIsKnown() {
        InetSocketAddress nobody = new InetSocketAddress("127.0.0.1", 1);
        assertEquals(OptionalLong.empty(), SendQueue.unconfirmed(nobody, nobody));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "\n\n",
                "0: 0100007F:0001 0100007F:0001 01",
                "0: 0100007F:0001 0100007F:0001 01 x",
                "0: 0100007F:0001 0100007F:0001 01 x:y"
            })
    void aTableThatIsNotAsTheManualSaysTellsNothing(String text) throws IOException {
        Path table = Files.writeString(folder.resolve("tcp"), text);
        InetSocketAddress one = new InetSocketAddress("127.0.0.1", 1);
        assertEquals(OptionalLong.empty(), SendQueue.in(table, one, one));
    }
}
