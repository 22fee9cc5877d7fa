/**
 * What is known of all ports over time: states, last decisions, events. Everything is bounded.
 *
 * <p>Written by the sweeping thread; read by any through immutable values. May import {@code
 * sweep}'s records and {@code report}.
 */
package org.tunnelfun.reaper.fleet;
