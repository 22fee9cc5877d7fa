/**
 * The control socket: another process of the same owner sees statuses and asks for a reconnect,
 * pause or resume. One JSON object a line, versioned; both sides bound sizes and times.
 *
 * <p>May import engine, config and gson. The server has one thread to accept and one for each
 * client, so that a client that hangs delays nobody; nothing here may block the engine.
 */
package org.tunnelfun.desktop.control;
