package org.tunnelfun.reaper.http;

/** Makes the answers; called from several threads. */
public interface HttpHandler {
    /** The whole answer, head and body, to a request. May take its time. */
    byte[] answer(HttpRequest request) throws InterruptedException;

    /** The whole answer to what is not asked any further; at once. */
    byte[] refuse(int status, String why);
}
