package org.tunnelfun.reaper.cli;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.tunnelfun.reaper.config.ConfigException;
import org.tunnelfun.reaper.config.ConfigFile;
import org.tunnelfun.reaper.config.ReaperConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Entries for the owner's {@code ~/.ssh/config} (ssh_config(5)). HostKeyAlias keeps the devices'
 * host keys apart, which would otherwise all be localhost's.
 */
@Command(name = "ssh-config", description = "Print ~/.ssh/config entries for all named ports.")
final class SshConfigCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration; /etc/tunnelfun/reaper.json by default.")
    private Path file = ConfigFile.DEFAULT;

    @Option(
            names = "--jump",
            paramLabel = "[USER@]HOST",
            description = "How you reach this server; its host name by default.")
    private String jump;

    @Option(names = "--user", paramLabel = "NAME", description = "Your account on the devices.")
    private String user;

    @Override
    public Integer call() throws ConfigException {
        ReaperConfig config = ConfigFile.load(file);
        PrintWriter out = spec.commandLine().getOut();
        Map<Integer, String> names = new TreeMap<>(config.names());
        names.keySet().removeIf(port -> !config.ports().contains(port));
        if (names.isEmpty()) {
            throw new ConfigException(file + ": names: none; write \"names\": {\"2001\": \"nas\"}");
        }
        String through = jump == null ? hostName() : jump;
        names.forEach(
                (port, name) -> {
                    out.println("Host " + name);
                    out.println("    HostName localhost");
                    out.println("    Port " + port);
                    out.println("    HostKeyAlias " + name);
                    out.println("    ProxyJump " + through);
                    if (user != null) {
                        out.println("    User " + user);
                    }
                    out.println();
                });
        out.flush();
        return Exit.OK;
    }

    private static String hostName() {
        try {
            InetAddress self = InetAddress.getLocalHost();
            // Many an /etc/hosts calls the machine localhost first, which is no way to it.
            return Stream.of(self.getCanonicalHostName(), self.getHostName())
                    .filter(name -> !name.startsWith("localhost"))
                    // Whoever answers for our address could else write lines of this config.
                    .filter(name -> name.matches("[A-Za-z0-9_.:-]{1,255}"))
                    .findFirst()
                    .orElse("the-server");
        } catch (UnknownHostException e) {
            return "the-server";
        }
    }
}
