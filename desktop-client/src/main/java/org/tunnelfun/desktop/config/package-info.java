/**
 * What the user wrote: records that validate themselves, and the file they live in.
 *
 * <p>May import gson. No threads; everything here is immutable.
 */
package org.tunnelfun.desktop.config;
