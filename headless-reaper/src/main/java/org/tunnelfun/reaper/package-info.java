/** Ends the sshd sessions behind forwarded ports that stay silent. */
package org.tunnelfun.reaper;
