/**
 * What the administrator wrote: a record that validates itself, and the file it lives in.
 *
 * <p>May import gson and {@code judge}'s {@code Verdict}. No threads; everything here is immutable.
 */
package org.tunnelfun.reaper.config;
