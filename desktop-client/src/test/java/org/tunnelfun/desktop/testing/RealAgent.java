package org.tunnelfun.desktop.testing;

import static org.awaitility.Awaitility.await;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** OpenSSH's own ssh-agent, empty at first. */
public final class RealAgent implements Closeable {

    private final Path folder;
    private final Path socket;
    private final Process process;

    /** Starts one, whose socket and keys lie in a folder. */
    public RealAgent(Path folder) throws IOException {
        this.folder = folder;
        socket = folder.resolve("agent");
        process =
                new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        await("ssh-agent").atMost(Duration.ofSeconds(60)).until(() -> Files.exists(socket));
    }

    /** Where it listens. */
    public Path socket() {
        return socket;
    }

    /**
     * Makes a key and gives it to the agent.
     *
     * @param type as for ssh-keygen
     * @return the key's file
     */
    public Path add(String type) {
        Path key = folder.resolve("agents-" + type);
        Tools.run(List.of("ssh-keygen", "-q", "-t", type, "-b", "4096", "-N", "", "-f", "" + key));
        hold(key);
        return key;
    }

    /** Gives a key without a passphrase to the agent. */
    public void hold(Path key) {
        Tools.run(List.of("env", "SSH_AUTH_SOCK=" + socket, "ssh-add", "-q", "" + key));
    }

    /** Takes a password from now on, until which it has no keys. */
    public void lock() throws IOException {
        Path word = Programs.put(folder.resolve("word"), "echo open");
        Tools.run(
                List.of(
                        "env",
                        "SSH_AUTH_SOCK=" + socket,
                        "SSH_ASKPASS=" + word,
                        "SSH_ASKPASS_REQUIRE=force",
                        "ssh-add",
                        "-x"));
    }

    @Override
    public void close() throws IOException {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(socket);
    }
}
