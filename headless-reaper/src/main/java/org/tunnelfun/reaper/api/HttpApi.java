package org.tunnelfun.reaper.api;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.tunnelfun.reaper.config.ReaperConfig;

/** The HTTP server on loopback. */
public final class HttpApi implements AutoCloseable {
    /** Rechecks wait for seconds; more callers than these wait in line, and more than that go. */
    private static final int THREADS = 16;

    private static final int LINE = 64;

    static {
        // Read once by the server's classes: idle and slow callers must not fill our descriptors.
        limit("jdk.httpserver.maxConnections", 128);
        limit("sun.net.httpserver.maxReqTime", 5);
        limit("sun.net.httpserver.maxRspTime", 120);
        limit("sun.net.httpserver.idleInterval", 10);
        limit("sun.net.httpserver.maxIdleConnections", 16);
        limit("sun.net.httpserver.maxReqHeaders", 50);
    }

    private final HttpServer server;
    private final ExecutorService threads;

    /**
     * Starts serving.
     *
     * @throws IOException if the port is taken
     */
    public HttpApi(ReaperConfig.Listen listen, Desk desk, Token token, Path proc)
            throws IOException {
        server = HttpServer.create(new InetSocketAddress(listen.host(), listen.port()), 32);
        threads =
                new ThreadPoolExecutor(
                        THREADS, THREADS, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(LINE));
        server.setExecutor(threads);
        server.createContext("/", new Router(desk, token, proc));
        server.start();
    }

    private static void limit(String property, int value) {
        System.setProperty(property, System.getProperty(property, String.valueOf(value)));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
