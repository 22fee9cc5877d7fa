/**
 * Keeps tunnels alive and proves it. Pure decisions ({@code Liveness}, {@code Replacement}, {@code
 * Backoff}), one event loop per tunnel that owns all its state, and the interfaces to the world.
 *
 * <p>May import config. Each {@code Tunnel} runs on its own {@link
 * org.tunnelfun.desktop.engine.Time.Loop}; sessions, watch and screen only post to it.
 */
package org.tunnelfun.desktop.engine;
