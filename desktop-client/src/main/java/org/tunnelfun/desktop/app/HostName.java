package org.tunnelfun.desktop.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** This device's name. */
public final class HostName {

    /** Asked first: the resolver may wait for a DNS server that is not there. */
    private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    /** This device's name as the system knows it, {@code localhost} if it has none. */
    public static String own() {
        try {
            if (Files.isReadable(LINUX)) {
                return Files.readString(LINUX).strip();
            }
            String windows = System.getenv("COMPUTERNAME");
            return windows != null ? windows : InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // The message is "name: why"; the name is what we want.
            return e.getMessage().split(":", 2)[0];
        } catch (IOException e) {
            return "localhost";
        }
    }
}
