package org.tunnelfun.reaper.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The read-only page for a browser: one file, no script from elsewhere. */
final class Page {
    private static final String HTML = "text/html; charset=utf-8";
    private static final SecureRandom RANDOM = new SecureRandom();

    private Page() {}

    static Reply fleet() throws IOException {
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        String nonce = HexFormat.of().formatHex(random);
        String script = "script-src 'nonce-" + nonce + "'; connect-src 'self'";
        return page(200, resource("fleet.html").replace("@NONCE@", nonce), script);
    }

    static Reply login(int status, String message) throws IOException {
        return page(
                status, resource("login.html").replace("@MESSAGE@", message), "script-src 'none'");
    }

    private static Reply page(int status, String html, String scripts) {
        return new Reply(status, HTML, html)
                .with(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
                                + "frame-ancestors 'none'; base-uri 'none'; "
                                + scripts);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
