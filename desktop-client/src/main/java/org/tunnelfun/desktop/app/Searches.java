package org.tunnelfun.desktop.app;

import java.io.IOException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/**
 * What Java would look for in every jar of the class path, told instead. A search opens those of
 * the screen, too, whose tables of contents then stay in memory: 1.5 MB, and a start that waits.
 */
final class Searches {

    /** The property of {@link java.nio.channels.spi.SelectorProvider#provider()}. */
    private static final String SELECTORS = "java.nio.channels.spi.SelectorProvider";

    /** The one that Java ends up with on Linux. */
    private static final String EPOLL = "sun.nio.ch.EPollSelectorProvider";

    /** Names a file that Java reads after its own {@code conf/security/java.security}. */
    private static final String SECURITY = "java.security.properties";

    private Searches() {}

    /**
     * To be called once, before anything else, and only where no screen is wanted. What stands on
     * Java's command line is kept.
     */
    static void spare() {
        boolean linux = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
        if (linux && exists(EPOLL)) {
            tell(SELECTORS, EPOLL);
        }
        // From Java 18 on the first lookup of a name searches for another resolver by this; threads
        // inherit it. Nothing of ours is found by it.
        Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
        noHttp();
        URL security = Searches.class.getResource("security.properties");
        if (security != null) {
            tell(SECURITY, inJar(security.toString()));
        }
    }

    /** Java's ciphers begin with an URL of http: that is never opened. */
    private static void noHttp() {
        try {
            URL.setURLStreamHandlerFactory(
                    protocol -> protocol.equals("http") ? new NoHttp() : null);
        } catch (Error e) {
            // As its documentation says: somebody was first, such as an agent on the command line.
            LoggerFactory.getLogger(Searches.class)
                    .debug("Java searches for http: {}", e.toString());
        }
    }

    /** A folder may be called {@code new!}: Java takes the first {@code !/} for the jar's end. */
    static String inJar(String url) {
        int end = Math.max(0, url.lastIndexOf("!/"));
        return url.substring(0, end).replace("!", "%21") + url.substring(end);
    }

    private static void tell(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static boolean exists(String name) {
        try {
            Class.forName(name, false, null);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static final class NoHttp extends URLStreamHandler {
        @Override
        protected URLConnection openConnection(URL url) throws IOException {
            throw new IOException("nothing is fetched by HTTP here: " + url);
        }
    }
}
