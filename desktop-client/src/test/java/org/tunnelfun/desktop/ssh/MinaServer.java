package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.KeyPair;
import com.jcraft.jsch.TunnelSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.AbstractChannel;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelListener;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;

/** A server whose channels a test can look into and misuse. */
final class MinaServer implements AutoCloseable {

    private final SshServer server = SshServer.setUpDefaultServer();
    private final BlockingQueue<AbstractChannel> opened = new LinkedBlockingQueue<>();

    MinaServer() throws IOException {
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider());
        server.setPublickeyAuthenticator((user, key, session) -> true);
        server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
        server.addChannelListener(
                new ChannelListener() {
                    @Override
                    public void channelOpenSuccess(Channel channel) {
                        opened.add((AbstractChannel) channel);
                    }
                });
        server.start();
    }

    VisitsLab login() throws Exception {
        JSch jsch = new JSch();
        KeyPair key = KeyPair.genKeyPair(jsch, KeyPair.ECDSA, 256);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        key.writePrivateKey(bytes);
        jsch.addIdentity("test", bytes.toByteArray(), null, null);
        TunnelSession session =
                new TunnelSession(jsch, "anna", "127.0.0.1", server.getPort(), ended -> {});
        return VisitsLab.over(session);
    }

    /** The server's end of the next visitor's channel. */
    AbstractChannel opened() throws InterruptedException {
        AbstractChannel channel = opened.poll(30, TimeUnit.SECONDS);
        if (channel == null) {
            throw new AssertionError("no channel was opened");
        }
        return channel;
    }

    /** Sends data without asking whether the window allows it. */
    static void sendRegardless(AbstractChannel channel, int bytes) throws IOException {
        Buffer packet =
                channel.getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_DATA, bytes + 20);
        packet.putUInt(channel.getRecipient());
        packet.putBytes(new byte[bytes]);
        channel.getSession().writePacket(packet);
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}
