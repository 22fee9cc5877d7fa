package org.tunnelfun.desktop.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a {@link RealSshd} differs from a stock one. Whatever is named here wins, because sshd takes
 * the first value of an option.
 */
public final class SshdConfig {

    private final Map<String, String> options = new LinkedHashMap<>();
    private final List<String> blocks = new ArrayList<>();
    private final List<String> keyOptions = new ArrayList<>();
    private String keyType = "ed25519";
    private String namespace = "";
    private String address = "127.0.0.1";

    private Optional<ServerAccount> account = Optional.empty();
    private Path program = Tools.sshd();

    SshdConfig() {}

    /** Another sshd than the machine's. */
    public SshdConfig program(Path sshd) {
        program = sshd;
        return this;
    }

    Path program() {
        return program;
    }

    /** An option of sshd_config(5), {@code ("ClientAliveInterval", "3")}. */
    public SshdConfig option(String name, String value) {
        options.put(name, value);
        return this;
    }

    /** Whole lines for the end of the file, {@code Match} blocks above all. */
    public SshdConfig block(String lines) {
        blocks.add(lines);
        return this;
    }

    /** What stands before the key in authorized_keys: {@code restrict,port-forwarding}. */
    public SshdConfig keyOptions(String options) {
        keyOptions.add(options);
        return this;
    }

    /** Type of the user's key: ed25519, ecdsa or rsa. */
    public SshdConfig keyType(String type) {
        keyType = type;
        return this;
    }

    /**
     * The account that logs in, instead of ours; nobody outside this sshd knows it. Needs {@link
     * Need#ROOT}.
     *
     * @param shell {@code /usr/sbin/nologin}, for one
     */
    public SshdConfig account(String name, String shell) {
        account = Optional.of(new ServerAccount(name, shell));
        return this;
    }

    String user() {
        return account.map(ServerAccount::name).orElse(System.getProperty("user.name"));
    }

    /** Runs it in a network namespace, where it listens on {@code address} too. */
    SshdConfig inside(String namespace, String address) {
        this.namespace = namespace;
        this.address = address;
        return this;
    }

    String address() {
        return address;
    }

    /** What stands before a command so that it runs where sshd does. */
    List<String> before(Path folder) {
        if (account.isPresent()) {
            return ServerAccount.before(folder);
        }
        return namespace.isEmpty() ? List.of() : List.of("ip", "netns", "exec", namespace);
    }

    /** Starts it on a free port of both loopbacks and waits until it answers. */
    public RealSshd start() throws IOException {
        Path folder = Files.createTempDirectory("sshd-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        return new RealSshd(folder, this);
    }

    void write(Path folder, int port, String mark) throws IOException {
        keygen(folder.resolve("host_key"), "ed25519");
        keygen(folder.resolve("id"), keyType);
        String key = Files.readString(folder.resolve("id.pub"));
        String before = String.join(",", keyOptions);
        Files.writeString(
                folder.resolve("authorized_keys"), before.isEmpty() ? key : before + " " + key);
        Files.writeString(folder.resolve("known_hosts"), knownHosts(folder, port));
        Files.writeString(folder.resolve("sshd_config"), config(folder, port, mark));
        if (account.isPresent()) {
            account.get().create(folder);
        }
    }

    private static void keygen(Path file, String type) {
        String ssh = Tools.program("ssh-keygen", "ssh").toString();
        Tools.run(List.of(ssh, "-q", "-t", type, "-N", "", "-C", "test", "-f", file.toString()));
    }

    private String knownHosts(Path folder, int port) throws IOException {
        String[] key = Files.readString(folder.resolve("host_key.pub")).split(" ");
        return "[%4$s]:%1$d,[127.0.0.1]:%1$d,[::1]:%1$d,[localhost]:%1$d %2$s %3$s%n"
                .formatted(port, key[0], key[1].strip(), address);
    }

    /** Where it listens, in sshd's notation. */
    Set<String> addresses() {
        return new LinkedHashSet<>(List.of("127.0.0.1", "[::1]", address));
    }

    private String config(Path folder, int port, String mark) {
        Map<String, String> all = new LinkedHashMap<>(options);
        all.putIfAbsent("HostKey", folder.resolve("host_key").toString());
        all.putIfAbsent("AuthorizedKeysFile", folder.resolve("authorized_keys").toString());
        all.putIfAbsent("PidFile", "none");
        // PAM needs root, and strict modes mind that /tmp is everybody's.
        all.putIfAbsent("UsePAM", "no");
        all.putIfAbsent("StrictModes", "no");
        all.putIfAbsent("PasswordAuthentication", "no");
        all.putIfAbsent("PermitRootLogin", "prohibit-password");
        all.putIfAbsent("PrintMotd", "no");
        all.putIfAbsent("LogLevel", "VERBOSE");
        all.putIfAbsent("Subsystem", "sftp internal-sftp");
        // By the mark the processes that a session leaves behind are found; and what stands in the
        // user's own ~/.bashrc, which bash reads for sshd, must not decide over a test.
        all.putIfAbsent("SetEnv", RealSshd.MARK + "=" + mark + " HOME=" + folder);
        StringBuilder text = new StringBuilder();
        addresses().forEach(at -> text.append("ListenAddress " + at + ":" + port + "\n"));
        all.forEach((name, value) -> text.append(name).append(' ').append(value).append('\n'));
        blocks.forEach(block -> text.append(block).append('\n'));
        return text.toString();
    }
}
