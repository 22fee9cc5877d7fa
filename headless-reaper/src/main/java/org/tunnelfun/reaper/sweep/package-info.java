/**
 * Sweeps: observe, probe, judge, probe again, reap, report.
 *
 * <p>Imports everything but {@code cli} and {@code api}. A sweep runs on one thread at a time,
 * under {@code Reaper}'s lock; what others read are the immutable reports that it hands out.
 */
package org.tunnelfun.reaper.sweep;
