/**
 * What the data path needs of JSch and JSch keeps package-private. Nothing else belongs here.
 *
 * <p>A class in JSch's own package, because the window of a forwarded channel and the messages sent
 * on it have no public door; {@code RawChannelTest} fails when another JSch version changes what is
 * relied on. Works on the class path only, where a package may span several jars.
 */
package com.jcraft.jsch;
