/**
 * Notices that this device's network changed or that it slept, and tells the facts; what follows
 * from them is the engine's decision.
 *
 * <p>May import the engine's {@code Time} and nothing else. One loop of its own; the listener is
 * called on it and must not block.
 */
package org.tunnelfun.desktop.network;
