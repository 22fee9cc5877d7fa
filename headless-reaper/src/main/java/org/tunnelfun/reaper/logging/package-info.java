/** How logs look. The only package that knows Logback. */
package org.tunnelfun.reaper.logging;
