/**
 * The service on this machine: its files, its unit, and what an administrator should look after.
 *
 * <p>The only package that starts programs. May import {@code config}, {@code proc} and {@code
 * report}.
 */
package org.tunnelfun.reaper.service;
