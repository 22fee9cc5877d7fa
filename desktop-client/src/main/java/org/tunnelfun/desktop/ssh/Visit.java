package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.ChannelDirectTCPIP;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.TunnelSession;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.tunnelfun.desktop.config.Forward.Expect;
import org.tunnelfun.desktop.engine.SshSession.Heard;

/**
 * One visit to a port of the server, through the server, as any visitor there makes it. Blocks its
 * thread until the deadline at most, unless a write is stuck in a full send buffer.
 */
final class Visit {

    /** OpenSSH's and RFC 4254's (§5.1) reason codes for a channel that is not opened. */
    private static final int PROHIBITED = 1;

    private static final int CONNECT_FAILED = 2;

    /**
     * How long a connection must last to count as one that stays open: a target that is down closes
     * it within a round trip, plus the second for which our own channel looks for the nonce.
     */
    private static final long STAYS_OPEN = TimeUnit.MILLISECONDS.toNanos(1500);

    /**
     * How long our line may come after an answer. Both go the same way, our line first; behind a
     * bulk upload, other visitors' bytes may come between.
     */
    private static final long AFTER_ANSWER = TimeUnit.SECONDS.toNanos(3);

    private static final int MOST_BYTES = 16 * 1024;

    private final TunnelSession ssh;
    private final String address;
    private final int port;
    private final long deadline;
    private final Inbox inbox = new Inbox(MOST_BYTES);
    private final Banner banner = new Banner();
    private volatile long arrivedAt;
    private volatile boolean arrived;

    /**
     * @param deadline in the sense of {@link System#nanoTime}
     */
    Visit(TunnelSession ssh, String address, int port, long deadline) {
        this.ssh = ssh;
        this.address = address;
        this.port = port;
        this.deadline = deadline;
    }

    /** The identification string that was heard, escaped and bounded, or empty. */
    String banner() {
        return banner.found();
    }

    /** Whether the port leads to this session's target. */
    Heard selfCheck(Nonces nonces, Expect expect) throws InterruptedException {
        String nonce = Nonces.random();
        nonces.expect(nonce, this::arrived);
        try {
            return visit("SSH-2.0-Tunnelfun_" + nonce + "\r\n", expect, true);
        } finally {
            nonces.forget(nonce);
        }
    }

    /** Whether anybody answers on the port. */
    Heard probe() throws InterruptedException {
        return visit("SSH-2.0-Tunnelfun\r\n", Expect.SSH, false);
    }

    private void arrived() {
        arrivedAt = System.nanoTime();
        arrived = true;
        inbox.wake();
    }

    private Heard visit(String hello, Expect expect, boolean ours) throws InterruptedException {
        ChannelDirectTCPIP channel;
        try {
            channel = (ChannelDirectTCPIP) ssh.getStreamForwarder(address, port);
        } catch (JSchException sessionEnds) {
            return Heard.UNKNOWN;
        }
        try {
            channel.setOutputStream(inbox);
            OutputStream out = channel.getOutputStream();
            channel.connect((int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(left()) + 1));
            out.write(hello.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return ours ? listenForOurs(expect) : listen();
        } catch (JSchException notOpened) {
            return refusal(channel);
        } catch (IOException | RuntimeException ended) {
            // The channel was closed before our line went out: that says something, too.
            return ssh.isConnected() ? (ours ? closed(expect) : Heard.FOREIGN) : Heard.UNKNOWN;
        } finally {
            // May block behind a full send buffer, so not here.
            Threads.hangUp(channel);
        }
    }

    private Heard refusal(ChannelDirectTCPIP channel) {
        String why = ssh.refusal(channel);
        if (!why.isEmpty()) {
            return switch (channel.getExitStatus()) {
                case PROHIBITED -> Heard.FORBIDDEN;
                case CONNECT_FAILED -> Heard.NOBODY;
                default -> Heard.UNKNOWN;
            };
        }
        return ssh.isConnected() && left() <= 0 ? Heard.SILENT : Heard.UNKNOWN;
    }

    private Heard listenForOurs(Expect expect) throws InterruptedException {
        long answeredAt = 0;
        long until = deadline;
        while (until - System.nanoTime() > 0) {
            read(Math.min(nextLook(expect) - until, 0) + until);
            if (arrived && isProven(expect)) {
                return Heard.PROVEN;
            }
            if (inbox.isEnded()) {
                return closed(expect);
            }
            if (banner.heardAnything() && answeredAt == 0) {
                answeredAt = System.nanoTime();
            }
            boolean waits = answeredAt != 0 && !arrived;
            until = waits ? Math.min(AFTER_ANSWER, deadline - answeredAt) + answeredAt : deadline;
        }
        if (arrived) {
            return Heard.TARGET_DOWN;
        }
        return banner.heardAnything() ? Heard.FOREIGN : Heard.SILENT;
    }

    private boolean isProven(Expect expect) {
        return switch (expect) {
            case SSH -> !banner.found().isEmpty();
            case ANY ->
                    banner.heardAnything()
                            || !inbox.isEnded() && System.nanoTime() - arrivedAt >= STAYS_OPEN;
        };
    }

    private long nextLook(Expect expect) {
        return expect == Expect.ANY && arrived
                ? Math.min(deadline - arrivedAt, STAYS_OPEN) + arrivedAt
                : deadline;
    }

    /** The end may overtake the nonce: they come by different threads. */
    private Heard closed(Expect expect) throws InterruptedException {
        long until = Math.min(left(), STAYS_OPEN) + System.nanoTime();
        synchronized (inbox) {
            while (!arrived && until - System.nanoTime() > 0) {
                TimeUnit.NANOSECONDS.timedWait(inbox, Math.max(1, until - System.nanoTime()));
            }
        }
        if (arrived) {
            return isProven(expect) ? Heard.PROVEN : Heard.TARGET_DOWN;
        }
        return ssh.isConnected() ? Heard.FOREIGN : Heard.UNKNOWN;
    }

    private Heard listen() throws InterruptedException {
        while (left() > 0) {
            read(deadline);
            if (banner.heardAnything() || inbox.isEnded()) {
                // Whoever speaks or hangs up lives.
                return ssh.isConnected() ? Heard.FOREIGN : Heard.UNKNOWN;
            }
        }
        return Heard.SILENT;
    }

    private void read(long until) throws InterruptedException {
        byte[] heard = inbox.take(until);
        banner.feed(heard, 0, heard.length);
    }

    private long left() {
        return deadline - System.nanoTime();
    }
}
