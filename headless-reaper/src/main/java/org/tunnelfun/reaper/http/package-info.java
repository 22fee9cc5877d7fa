/**
 * As much of HTTP/1.1 as a few short questions need: one request a connection, no threads for those
 * who only connect.
 *
 * <p>Knows nothing of the reaper. One thread owns all connections; answers are made by a bounded
 * number of others.
 */
package org.tunnelfun.reaper.http;
