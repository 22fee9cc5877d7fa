package org.tunnelfun.desktop.install;

import java.nio.file.Path;

/**
 * An account of this machine.
 *
 * @param name its name
 * @param home its folder
 * @param id its number, or -1 where accounts have none
 */
public record Account(String name, Path home, long id) {

    /** Whether it is the administrator of a Unix. */
    boolean root() {
        return id == 0;
    }
}
