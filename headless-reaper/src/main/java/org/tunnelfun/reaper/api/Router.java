package org.tunnelfun.reaper.api;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.reaper.http.HttpHandler;
import org.tunnelfun.reaper.http.HttpRequest;
import org.tunnelfun.reaper.sweep.Time;

/** From a request to its answer; checks who asks before anything is told. */
final class Router implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);
    private static final Pattern PORT = Pattern.compile("/v1/ports/([1-9][0-9]{0,4})(/recheck)?");

    private final Desk desk;
    private final Token token;
    private final Path proc;
    private final Time time;

    Router(Desk desk, Token token, Path proc, Time time) {
        this.desk = desk;
        this.token = token;
        this.proc = proc;
        this.time = time;
    }

    @Override
    public byte[] answer(HttpRequest request) throws InterruptedException {
        Reply reply;
        try {
            reply = reply(new Request(request));
        } catch (IOException | RuntimeException e) {
            LOG.error("a request failed", e);
            reply = Reply.error(500, "internal error");
        }
        return reply.bytes(time.now(), !request.method().equals("HEAD"));
    }

    @Override
    public byte[] refuse(int status, String why) {
        return Reply.error(status, why).bytes(time.now(), true);
    }

    private Reply reply(Request request) throws IOException, InterruptedException {
        String wrong = request.wrong();
        if (!wrong.isEmpty()) {
            return Reply.error(403, wrong);
        }
        Matcher port = PORT.matcher(request.path());
        if (port.matches()) {
            return port(request, Integer.parseInt(port.group(1)), port.group(2) != null);
        }
        return switch (request.path()) {
            case "/" -> get(request, this::page);
            case "/login" -> login(request);
            case "/v1/ports" -> get(request, r -> guarded(r, Reply.JSON, desk::fleet));
            case "/v1/events" -> get(request, r -> guarded(r, Reply.JSON, desk::events));
            case "/metrics" -> get(request, r -> guarded(r, Metrics.TYPE, desk::metrics));
            default -> Reply.error(404, "there is no such page");
        };
    }

    private Reply port(Request request, int port, boolean recheck)
            throws IOException, InterruptedException {
        if (!desk.watched(port)) {
            return Reply.error(404, "port " + port + " is not watched");
        }
        String method = recheck ? "POST" : "GET";
        if (!request.method().equals(method)) {
            return Reply.error(405, "use " + method).with("Allow", method);
        }
        boolean mine = Caller.of(proc, request.ends()).owns(port) || !recheck && known(request);
        if (!mine) {
            return Reply.error(403, "port " + port + " is not yours");
        }
        if (!recheck) {
            return Reply.json(desk.port(port));
        }
        long wait = desk.tooEarly(port);
        if (wait > 0) {
            String seconds = String.valueOf(wait);
            return Reply.error(429, "rechecked a moment ago; again in " + seconds + " s")
                    .with("Retry-After", seconds);
        }
        return Reply.json(desk.recheck(port));
    }

    private static Reply get(Request request, Handler handler) throws IOException {
        boolean get = request.method().equals("GET");
        return get ? handler.answer(request) : Reply.error(405, "use GET").with("Allow", "GET");
    }

    private Reply guarded(Request request, String type, java.util.function.Supplier<String> text) {
        return known(request)
                ? new Reply(200, type, text.get())
                : Reply.error(401, "this needs the token").with("WWW-Authenticate", "Bearer");
    }

    private boolean known(Request request) {
        return request.bearer().map(token::matches).orElse(false)
                || request.cookie().map(token::matchesCookie).orElse(false);
    }

    private Reply page(Request request) throws IOException {
        return known(request) ? Page.fleet() : Page.login(200, "");
    }

    private Reply login(Request request) throws IOException {
        if (!request.method().equals("POST")) {
            return Reply.error(405, "use POST").with("Allow", "POST");
        }
        if (!token.matches(request.form("token"))) {
            return Page.login(403, "That is not the token.");
        }
        return new Reply(303, "text/plain; charset=utf-8", "")
                .with("Location", "/")
                .with(
                        "Set-Cookie",
                        Request.COOKIE
                                + "="
                                + token.cookie()
                                + "; HttpOnly; SameSite=Strict; Path=/");
    }

    private interface Handler {
        Reply answer(Request request) throws IOException;
    }
}
