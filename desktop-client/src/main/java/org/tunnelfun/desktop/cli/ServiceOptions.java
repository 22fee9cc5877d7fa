package org.tunnelfun.desktop.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.tunnelfun.desktop.install.Account;
import org.tunnelfun.desktop.install.Accounts;
import org.tunnelfun.desktop.install.ClassArchive;
import org.tunnelfun.desktop.install.Launch;
import org.tunnelfun.desktop.install.Request;
import org.tunnelfun.desktop.install.Scope;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code install} and {@code uninstall} have in common. */
final class ServiceOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "-C",
            paramLabel = "NAME",
            description = "Only this tunnel; else all that are this device's.")
    private String tunnel;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The config file, if it is not the usual one.")
    private Path config;

    @Option(
            names = "--account",
            paramLabel = "NAME",
            description = "With --system: whose tunnels they are; else who called sudo.")
    private String account;

    @ArgGroup private Which which = new Which();

    /** One of them. */
    private static final class Which {
        @Option(names = "--user", description = "A service of this account (default).")
        private boolean user;

        @Option(
                names = "--system",
                description = "A service of the machine, from boot on (default for root).")
        private boolean system;

        @Option(names = "--tray", description = "The tray app, at login.")
        private boolean tray;
    }

    Optional<String> tunnel() {
        return Optional.ofNullable(tunnel);
    }

    Optional<Path> config() {
        return Optional.ofNullable(config).map(file -> file.toAbsolutePath().normalize());
    }

    /**
     * What is asked for.
     *
     * @param launch asked last, for where nothing can be installed it says so
     * @throws ParameterException for options that do not go together: one that is passed over would
     *     be believed
     */
    Request request(Supplier<Launch> launch) throws IOException {
        Accounts accounts = new Accounts();
        Account self = accounts.current();
        Scope scope = scope(self);
        if (scope == Scope.TRAY && (tunnel != null || config != null)) {
            throw mistake("-C and --config are for services; the tray app has all tunnels.");
        }
        if (scope != Scope.SYSTEM && account != null) {
            throw mistake("--account goes with --system.");
        }
        return new Request(
                scope,
                tunnel(),
                config(),
                scope == Scope.SYSTEM ? owner(accounts, self) : self,
                launch.get());
    }

    /** Where the archive of classes of such a service lies. */
    static ClassArchive archive(Request request) {
        return ClassArchive.of(System.getProperty("os.name"), request, System::getenv);
    }

    private Scope scope(Account self) {
        if (which.tray) {
            return Scope.TRAY;
        }
        return which.system || !which.user && self.id() == 0 ? Scope.SYSTEM : Scope.USER;
    }

    private ParameterException mistake(String what) {
        return new ParameterException(command.commandLine(), what);
    }

    private Account owner(Accounts accounts, Account self) throws IOException {
        String caller = System.getenv("SUDO_USER");
        if (account != null) {
            try {
                return accounts.named(account);
            } catch (IOException e) {
                throw mistake("--account: " + e.getMessage());
            }
        }
        return caller == null || caller.isBlank() ? self : accounts.named(caller);
    }
}
