package org.tunnelfun.desktop.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tunnelfun.desktop.install.ClassArchive;
import org.tunnelfun.desktop.install.Installer;
import org.tunnelfun.desktop.install.Launch;
import org.tunnelfun.desktop.install.Plan;
import org.tunnelfun.desktop.install.Plans;
import org.tunnelfun.desktop.install.Request;
import org.tunnelfun.desktop.install.Scope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tunnelfun uninstall}: takes back what {@code install} did. */
@Command(
        name = "uninstall",
        header = "Stops and removes what install made.",
        description = "Config and keys stay.")
final class UninstallCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Mixin private ServiceOptions options = new ServiceOptions();

    @Override
    public Integer call() throws IOException {
        // How it is started does not matter for what is to be removed.
        Launch any = new Launch(List.of("tunnelfun"), List.of("tunnelfun"));
        Request request = options.request(() -> any);
        Plan plan = Plans.of(System.getProperty("os.name"), request);
        Installer installer = new Installer(spec.commandLine().getOut());
        installer.uninstall(plan);
        if (request.scope() != Scope.TRAY && !(shared(request) && installer.others(plan))) {
            ServiceOptions.archive(request).remove();
            // A launcher names its own.
            Optional<ClassArchive> own = ClassArchive.ofThisProcess();
            if (own.isPresent()) {
                own.get().remove();
            }
        }
        return ExitCode.FINE;
    }

    /** Whether services of other tunnels start by the same archive. */
    private static boolean shared(Request request) {
        return ServiceOptions.archive(of(request, Optional.empty()))
                .equals(ServiceOptions.archive(of(request, Optional.of("other"))));
    }

    private static Request of(Request like, Optional<String> tunnel) {
        return new Request(like.scope(), tunnel, like.config(), like.account(), like.launch());
    }
}
