package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.AgentConnector;
import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Buffer;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.SSHAgentConnector;
import com.jcraft.jsch.WindowsSSHAgentConnector;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The ssh-agent of this system: a Unix socket, or on Windows OpenSSH's pipe and then Pageant. An
 * agent may take its time, so this runs under the login's deadline or has its own.
 */
final class Agents {

    /** RFC 4251 §6. */
    private static final int LONGEST_NAME = 64;

    /** Comes before the login; an agent that asks its owner first does so only to sign. */
    private static final long LIST_SECONDS = 3;

    private Agents() {}

    /**
     * The key of which this is the public half, if the agent has it and says so in time.
     *
     * @param publicHalf as in RFC 4253 §6.6
     */
    static Optional<Identity> holding(byte[] publicHalf) throws InterruptedException {
        return holding(publicHalf, socket());
    }

    static Optional<Identity> holding(byte[] publicHalf, Optional<String> socket)
            throws InterruptedException {
        CompletableFuture<Identities> told = new CompletableFuture<>();
        Thread asking =
                Threads.named("agent")
                        .newThread(
                                () -> {
                                    Identities all = new Identities();
                                    offer(all, socket);
                                    told.complete(all);
                                });
        asking.start();
        try {
            return told.get(LIST_SECONDS, TimeUnit.SECONDS).getIdentities().stream()
                    .filter(key -> Arrays.equals(publicHalf, key.getPublicKeyBlob()))
                    .findFirst();
        } catch (TimeoutException | ExecutionException silent) {
            return Optional.empty();
        } finally {
            // Hangs up; else each login would leave a thread with an agent that says nothing.
            asking.interrupt();
        }
    }

    /** Adds the agent's keys, or a note that says why there are none. */
    static void offer(Identities keys) {
        offer(keys, socket());
    }

    private static Optional<String> socket() {
        return Optional.ofNullable(System.getenv("SSH_AUTH_SOCK")).filter(s -> !s.isEmpty());
    }

    /**
     * @param socket path of a Unix socket, if the environment names one
     */
    static void offer(Identities keys, Optional<String> socket) {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        if (socket.isEmpty() && !windows) {
            if (keys.isEmpty()) {
                keys.note("no ssh-agent is running (SSH_AUTH_SOCK is not set)");
            }
            return;
        }
        if (socket.isPresent() && !windows && !Files.exists(Path.of(socket.get()))) {
            keys.note("the ssh-agent is gone: " + socket.get() + " does not exist");
            return;
        }
        try {
            ask(keys, socket.isPresent() ? unix(socket.get()) : windows());
        } catch (AgentProxyException | RuntimeException e) {
            keys.note("the ssh-agent cannot be asked: " + Failures.reason(e));
        }
    }

    /** Takes the keys of the first agent that has any; what an agent says is bounded by JSch. */
    static void ask(Identities keys, List<AgentConnector> agents) {
        if (agents.isEmpty()) {
            keys.note("no ssh-agent is running (OpenSSH Authentication Agent, or Pageant)");
        }
        List<String> notes = new ArrayList<>();
        for (AgentConnector connector : agents) {
            Asked agent = new Asked(connector);
            try {
                List<Identity> held =
                        new AgentIdentityRepository(agent)
                                .getIdentities().stream().filter(Agents::isKey).toList();
                if (!held.isEmpty()) {
                    held.forEach(keys::offer);
                    return;
                }
                notes.add(
                        agent.failure.isEmpty()
                                ? "the ssh-agent holds no key or is locked (ssh-add -l)"
                                : "the ssh-agent does not answer: " + agent.failure);
            } catch (RuntimeException nonsense) {
                notes.add("the ssh-agent's answer is not understood");
            }
        }
        notes.stream().distinct().forEach(keys::note);
    }

    /** Begins with an algorithm's name (RFC 4253 §6.6), which JSch reads without looking. */
    private static boolean isKey(Identity key) {
        byte[] blob = key.getPublicKeyBlob();
        if (blob == null || blob.length < 5) {
            return false;
        }
        int length = ByteBuffer.wrap(blob).getInt();
        return length > 0
                && length <= Math.min(LONGEST_NAME, blob.length - 4)
                && new String(blob, 4, length, StandardCharsets.ISO_8859_1)
                        .matches("[a-zA-Z0-9@.-]+");
    }

    /** An agent whose failures are remembered, for JSch takes them for an agent without keys. */
    private static final class Asked implements AgentConnector {
        private final AgentConnector agent;
        private String failure = "";

        Asked(AgentConnector agent) {
            this.agent = agent;
        }

        @Override
        public String getName() {
            return agent.getName();
        }

        @Override
        public boolean isAvailable() {
            return agent.isAvailable();
        }

        @Override
        public void query(Buffer buffer) throws AgentProxyException {
            try {
                agent.query(buffer);
            } catch (AgentProxyException e) {
                failure = Failures.reason(e);
                throw e;
            }
        }
    }

    private static List<AgentConnector> unix(String socket) throws AgentProxyException {
        return List.of(new SSHAgentConnector(Path.of(socket)));
    }

    private static List<AgentConnector> windows() {
        List<AgentConnector> agents = new ArrayList<>();
        AgentConnector pipe = new WindowsSSHAgentConnector();
        if (pipe.isAvailable()) {
            agents.add(pipe);
        }
        try {
            AgentConnector pageant = new Pageant(new PageantCalls());
            if (pageant.isAvailable()) {
                agents.add(pageant);
            }
        } catch (LinkageError noSuchLibrary) {
            JschSsh.LOG.debug("Pageant cannot be asked: {}", noSuchLibrary.toString());
        }
        return agents;
    }
}
