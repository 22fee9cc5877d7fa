/**
 * Pure: from evidence to verdict, and from verdicts to a decision with its reason.
 *
 * <p>No files, sockets, clocks or threads. Imports {@code probe}'s and {@code proc}'s records.
 */
package org.tunnelfun.reaper.judge;
