/**
 * Reports as JSON and as text that fits 80 columns. Pure; imports {@code sweep}'s, {@code judge}'s,
 * {@code probe}'s and {@code proc}'s records, and gson.
 */
package org.tunnelfun.reaper.report;
