package org.tunnelfun.desktop.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Looks up accounts of this machine. */
public final class Accounts {

    private final Commands commands;

    public Accounts() {
        this(Commands.system());
    }

    Accounts(Commands commands) {
        this.commands = commands;
    }

    /** The one that runs this program. */
    public Account current() throws IOException {
        String name = System.getProperty("user.name");
        Path home = Path.of(System.getProperty("user.home"));
        return new Account(name, home, number(name));
    }

    /**
     * One by its name.
     *
     * @throws IOException if there is none
     */
    public Account named(String name) throws IOException {
        if (name.equals(System.getProperty("user.name"))) {
            return current();
        }
        if (!name.matches("[A-Za-z_][A-Za-z0-9._-]*")) {
            throw new IOException("\"" + name.replaceAll("\\p{Cntrl}", "?") + "\" is no account");
        }
        Optional<Path> home = commands.has("getent") ? fromPasswd(name) : macHome(name);
        return new Account(
                name,
                home.orElseThrow(() -> new IOException("there is no account " + name)),
                number(name));
    }

    /** passwd(5): name, password, uid, gid, comment, home, shell. */
    private Optional<Path> fromPasswd(String name) throws IOException {
        String[] fields = commands.run(List.of("getent", "passwd", name)).output().split(":", -1);
        return fields.length == 7 && fields[0].equals(name)
                ? Optional.of(Path.of(fields[5]))
                : Optional.empty();
    }

    private static Optional<Path> macHome(String name) {
        return Optional.of(Path.of("/Users", name)).filter(Files::isDirectory);
    }

    private long number(String name) throws IOException {
        if (!commands.has("id")) {
            return -1;
        }
        String answer = commands.run(List.of("id", "-u", name)).output();
        return answer.matches("\\d{1,10}") ? Long.parseLong(answer) : -1;
    }
}
