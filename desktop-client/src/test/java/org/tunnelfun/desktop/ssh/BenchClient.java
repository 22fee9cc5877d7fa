package org.tunnelfun.desktop.ssh;

import java.nio.file.Path;
import java.time.Duration;
import java.util.*;
import org.tunnelfun.desktop.config.*;
import org.tunnelfun.desktop.engine.*;

public final class BenchClient {
    public static void main(String[] a) throws Exception {
        int port = Integer.parseInt(a[4]);
        String[] f = a[6].split(":");
        String user = a[7].split("@")[0];
        ServerConfig server =
                new ServerConfig(
                        "s",
                        "127.0.0.1",
                        port,
                        List.of(),
                        user,
                        Optional.of(Path.of(a[2])),
                        Optional.empty(),
                        false,
                        Path.of(a[0]),
                        ServerConfig.StrictHostKeyChecking.YES,
                        false,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        Forward fw =
                new Forward(
                        new Forward.Remote("localhost", Integer.parseInt(f[0])),
                        new Forward.Target(f[1], Integer.parseInt(f[2])),
                        Forward.Expect.ANY);
        TunnelConfig t =
                new TunnelConfig(
                        "t",
                        server,
                        Optional.empty(),
                        true,
                        List.of(fw),
                        Retry.DEFAULTS,
                        Staleness.DEFAULTS);
        new JschSsh()
                .open(
                        t,
                        new Ssh.Listener() {
                            public void connected() {}

                            public void opened(SshSession s) {
                                s.bind(fw, Duration.ofSeconds(10), b -> System.err.println(b));
                            }

                            public void failed(Failure x) {
                                System.err.println(x);
                                System.exit(1);
                            }

                            public void ended(Failure x) {
                                System.err.println(x);
                                System.exit(1);
                            }
                        });
        Thread.sleep(100000000L);
    }
}
