package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.TunnelSession;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Runs the one script on the server's shell and reads what it prints, line by line. Blocks its
 * thread; the server's output is hostile and bounded.
 */
final class RemoteCommand {

    /** What is kept for us when the server talks faster than we read; several packets of SSH. */
    private static final int INBOX = 64 * 1024;

    /** Longer lines are cut; the longest answer of the script has some 250 characters. */
    private static final int MAX_LINE = 500;

    private final TunnelSession ssh;
    private final Inbox inbox = Inbox.ofBothEnds(INBOX);
    private final StringBuilder line = new StringBuilder();

    RemoteCommand(TunnelSession ssh) {
        this.ssh = ssh;
    }

    /**
     * Runs until {@code line} has heard enough, the command ends, or the time is up.
     *
     * @param words of the command, plain ones
     * @param script for its standard input
     * @param keepInput whether the script's input stays open for as long as the session lives
     * @param within how long to wait for the start, and, unless the input is kept, for everything
     * @param line each line of output, without its end; says whether it wants more
     * @return why it ended; empty if {@code line} wanted no more
     */
    String run(
            String words, String script, boolean keepInput, Duration within, Predicate<String> line)
            throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        ChannelExec channel;
        try {
            channel = (ChannelExec) ssh.openChannel("exec");
        } catch (JSchException sessionEnds) {
            return "the session ends";
        }
        if (channel == null) {
            return "the session ends";
        }
        try {
            channel.setCommand(words);
            channel.setOutputStream(inbox);
            // Never closed: JSch takes an error of this stream for the end of the session.
            channel.setErrStream(OutputStream.nullOutputStream(), true);
            OutputStream input = channel.getOutputStream();
            channel.connect((int) Math.max(1, within.toMillis()));
            String unsent = send(script, input, keepInput);
            if (!channel.isConnected()) {
                // JSch forgets a channel that was not open yet when the session ended.
                inbox.close();
            }
            if (read(keepInput ? Long.MAX_VALUE : deadline, line)) {
                return "";
            }
            return unsent.isEmpty() || channel.getExitStatus() >= 0
                    ? ended(channel, deadline)
                    : unsent;
        } catch (JSchException e) {
            String refusal = ssh.refusal(channel);
            return "the server runs no command: "
                    + (refusal.isEmpty() ? Failures.reason(e) : Untrusted.text(refusal, 100));
        } catch (IOException | RuntimeException e) {
            return "the command could not be sent: " + Failures.reason(e);
        } finally {
            Threads.hangUp(channel);
        }
    }

    /**
     * A forced command need not read its input: it may have answered and ended by now.
     *
     * @return why nobody read it, or empty
     */
    private String send(String script, OutputStream input, boolean keepInput) {
        try {
            input.write(script.getBytes(StandardCharsets.UTF_8));
            input.flush();
            if (!keepInput) {
                input.close();
            }
            return "";
        } catch (IOException closed) {
            inbox.close();
            return "the command could not be sent: " + Failures.reason(closed);
        }
    }

    private static String ended(ChannelExec channel, long deadline) {
        if (!channel.isClosed() && deadline - System.nanoTime() <= 0) {
            return "no answer in time";
        }
        int status = channel.getExitStatus();
        return status < 0 ? "the command ended" : "the command ended with status " + status;
    }

    /**
     * @return whether the reader had enough; else it ended or was too late
     */
    private boolean read(long deadline, Predicate<String> reader) throws InterruptedException {
        while (!inbox.isEnded()) {
            long now = System.nanoTime();
            if (deadline != Long.MAX_VALUE && deadline - now <= 0) {
                return false;
            }
            // Looks up every minute, so that no wait is without an end.
            long minute = now + TimeUnit.MINUTES.toNanos(1);
            byte[] heard = inbox.take(deadline == Long.MAX_VALUE ? minute : deadline);
            for (char c : new String(heard, StandardCharsets.UTF_8).toCharArray()) {
                if (c == '\n') {
                    String text = Untrusted.text(line.toString().stripTrailing(), MAX_LINE);
                    line.setLength(0);
                    if (!reader.test(text)) {
                        return true;
                    }
                } else if (line.length() < MAX_LINE) {
                    line.append(c);
                }
            }
        }
        return false;
    }
}
