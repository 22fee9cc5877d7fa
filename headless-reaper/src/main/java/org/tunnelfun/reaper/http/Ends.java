package org.tunnelfun.reaper.http;

import java.net.InetSocketAddress;

/**
 * A connection's two addresses.
 *
 * @param caller the other end
 * @param ours where it was accepted
 */
public record Ends(InetSocketAddress caller, InetSocketAddress ours) {}
