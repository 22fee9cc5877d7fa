package org.tunnelfun.reaper.api;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.tunnelfun.reaper.config.ReaperConfig;
import org.tunnelfun.reaper.http.HttpDoor;
import org.tunnelfun.reaper.sweep.Time;

/** The HTTP server on loopback. */
public final class HttpApi implements AutoCloseable {
    private final HttpDoor door;

    /**
     * Starts serving.
     *
     * @throws IOException if the port is taken
     */
    public HttpApi(ReaperConfig.Listen listen, Desk desk, Token token, Path proc, Time time)
            throws IOException {
        door =
                new HttpDoor(
                        new InetSocketAddress(listen.host(), listen.port()),
                        new Router(desk, token, proc, time),
                        time::nanos);
    }

    @Override
    public void close() {
        door.close();
    }
}
