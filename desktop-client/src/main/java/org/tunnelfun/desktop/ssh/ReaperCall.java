package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.ChannelDirectTCPIP;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.TunnelSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tunnelfun.desktop.engine.SshSession.Recheck;

/**
 * Asks the reaper on the server's loopback to probe a port at once: {@code POST
 * /v1/ports/N/recheck}. The answer is read as hostile text: whoever listens there may be anybody.
 */
final class ReaperCall {

    private static final int MOST_BYTES = 16 * 1024;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})[ \r]");

    private final TunnelSession ssh;

    ReaperCall(TunnelSession ssh) {
        this.ssh = ssh;
    }

    /** Blocks its thread until the answer is there or the time is up. */
    Recheck recheck(int reaperPort, int port, Duration within) throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        Inbox inbox = new Inbox(MOST_BYTES);
        ChannelDirectTCPIP channel;
        try {
            channel = (ChannelDirectTCPIP) ssh.getStreamForwarder("127.0.0.1", reaperPort);
        } catch (JSchException sessionEnds) {
            return unreached("the session ends");
        }
        try {
            channel.setOutputStream(inbox);
            OutputStream out = channel.getOutputStream();
            channel.connect((int) Math.max(1, within.toMillis()));
            out.write(request(reaperPort, port).getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return answer(read(inbox, deadline));
        } catch (JSchException notOpened) {
            String why = ssh.refusal(channel);
            return unreached(
                    "no reaper on port %d: %s"
                            .formatted(
                                    reaperPort,
                                    why.isEmpty() ? "no answer" : Untrusted.text(why, 100)));
        } catch (IOException | RuntimeException e) {
            return unreached("the reaper hung up: " + Failures.reason(e));
        } finally {
            Threads.hangUp(channel);
        }
    }

    private static String request(int reaperPort, int port) {
        return "POST /v1/ports/%d/recheck HTTP/1.1\r\n".formatted(port)
                + "Host: 127.0.0.1:%d\r\n".formatted(reaperPort)
                + "Content-Length: 0\r\nConnection: close\r\n\r\n";
    }

    /** Until its end, or until the JSON object is complete, or until it is too much or too late. */
    private static String read(Inbox inbox, long deadline) throws InterruptedException {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        while (!inbox.isEnded() && heard.size() < MOST_BYTES && deadline - System.nanoTime() > 0) {
            heard.writeBytes(inbox.take(deadline));
            String text = heard.toString(StandardCharsets.UTF_8);
            if (text.contains("\r\n\r\n") && text.stripTrailing().endsWith("}")) {
                break;
            }
        }
        return heard.toString(StandardCharsets.UTF_8);
    }

    /** Pure: what an HTTP answer means. */
    static Recheck answer(String http) {
        Matcher status = STATUS.matcher(http);
        int body = http.indexOf("\r\n\r\n");
        if (!status.lookingAt() || body < 0) {
            return unreached(
                    http.isEmpty()
                            ? "the reaper does not answer"
                            : "no reaper: " + Untrusted.text(http, 80));
        }
        String json = http.substring(body + 4);
        int code = Integer.parseInt(status.group(1));
        String reason = field(json, "reason");
        String verdict = field(json, "verdict");
        boolean freed = code == 200 && field(json, "action").equals("reaped");
        String text =
                code == 200
                        ? "the reaper says %s%s"
                                .formatted(
                                        verdict.isEmpty() ? "nothing" : verdict,
                                        reason.isEmpty() ? "" : ": " + reason)
                        : "the reaper answers %d%s"
                                .formatted(code, reason.isEmpty() ? meaning(code) : ": " + reason);
        return new Recheck(true, freed, text);
    }

    private static String meaning(int code) {
        return switch (code) {
            case 403 -> ", the port is held by another account";
            case 404 -> ", it does not watch this port, or nobody holds it";
            case 429 -> ", it was asked a moment ago";
            default -> "";
        };
    }

    /** A string field of a flat JSON object; escapes stay as they are, which is safe to print. */
    private static String field(String json, String name) {
        Matcher matcher =
                Pattern.compile("\"" + name + "\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.){0,300})")
                        .matcher(json);
        return matcher.find() ? Untrusted.text(matcher.group(1), 200) : "";
    }

    private static Recheck unreached(String text) {
        return new Recheck(false, false, text);
    }
}
