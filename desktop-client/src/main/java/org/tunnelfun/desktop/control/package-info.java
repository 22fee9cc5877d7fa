/**
 * The control socket: another process of the same owner sees statuses and asks for a reconnect,
 * pause or resume, and answers what an instance without a screen asks. One JSON object a line,
 * versioned; both sides bound sizes and times. A secret follows its line as bytes of its own.
 *
 * <p>May import engine, config and gson. The server has one thread to accept and one for each
 * client, so that a client that hangs delays nobody; nothing here may block the engine.
 */
package org.tunnelfun.desktop.control;
