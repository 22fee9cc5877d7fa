package org.tunnelfun.desktop.install;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * All that an installation does; nothing is done yet.
 *
 * @param what one line for people
 * @param file the file that it writes, if any
 * @param manager the program without which the file starts nothing, as {@code systemctl}; may be
 *     empty
 * @param enable commands after the file is written, in order
 * @param disable commands before the file is deleted; they may fail where nothing was installed
 * @param cleanup commands after the file is deleted
 * @param others a command that succeeds while there is another service of ours; empty where those
 *     have files beside this one's
 * @param notes what the user may want to know next
 */
public record Plan(
        String what,
        Optional<File> file,
        String manager,
        List<List<String>> enable,
        List<List<String>> disable,
        List<List<String>> cleanup,
        List<String> others,
        List<String> notes) {

    /**
     * A file to be written.
     *
     * @param path where
     * @param text its content
     * @param charset its encoding
     * @param keep whether the system needs it after {@code enable} (a task's description is read
     *     once)
     */
    public record File(Path path, String text, Charset charset, boolean keep) {

        static Optional<File> of(Path path, String text) {
            return Optional.of(new File(path, text, StandardCharsets.UTF_8, true));
        }
    }
}
