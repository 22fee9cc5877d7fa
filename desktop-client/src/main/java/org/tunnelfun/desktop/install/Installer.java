package org.tunnelfun.desktop.install;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Carries out plans; says each step before it does it. The only class here that touches things. */
public final class Installer {

    /** sd_booted(3): this folder exists where systemd is the init. */
    private static final Path BOOTED = Path.of("/run/systemd/system");

    private final Commands commands;
    private final PrintWriter out;
    private final boolean systemdRuns;

    /** On this machine. */
    public Installer(PrintWriter out) {
        this(Commands.system(), out, Files.isDirectory(BOOTED));
    }

    Installer(Commands commands, PrintWriter out, boolean systemdRuns) {
        this.commands = commands;
        this.out = out;
        this.systemdRuns = systemdRuns;
    }

    /** Prints what would be done. */
    public void show(Plan plan) {
        plan.file()
                .ifPresent(
                        file -> {
                            out.println("# would write " + file.path());
                            out.println(file.text().stripTrailing());
                        });
        plan.enable().forEach(command -> out.println("# would run: " + Quote.shell(command)));
        plan.notes().forEach(note -> out.println("# " + note));
    }

    /** Whether this system can start what the plan installs. */
    public boolean possible(Plan plan) {
        return plan.manager().isEmpty() || commands.has(plan.manager());
    }

    /**
     * Writes and starts.
     *
     * @return whether all steps succeeded
     */
    public boolean install(Plan plan) throws IOException {
        if (plan.file().isPresent()) {
            Plan.File file = plan.file().get();
            out.println((Files.exists(file.path()) ? "Replacing " : "Writing ") + file.path());
            Files.createDirectories(file.path().getParent());
            Files.writeString(file.path(), file.text(), file.charset());
        }
        boolean fine = true;
        if (plan.manager().equals("systemctl") && !systemdRuns) {
            fine = runAll(plan.enable().stream().filter(c -> c.contains("enable")).toList());
            out.println("systemd does not run here now. The service starts when it does.");
        } else {
            fine = runAll(plan.enable());
        }
        if (plan.file().isPresent() && !plan.file().get().keep()) {
            Files.deleteIfExists(plan.file().get().path());
        }
        if (fine) {
            out.println("Installed " + plan.what() + ".");
            plan.notes().forEach(out::println);
        }
        return fine;
    }

    /**
     * Stops and removes; also what is only half there.
     *
     * @return whether there was something
     */
    public boolean uninstall(Plan plan) throws IOException {
        boolean kept = plan.file().map(Plan.File::keep).orElse(false);
        if (kept && !Files.exists(plan.file().get().path())) {
            out.println("There is no " + plan.file().get().path());
            return false;
        }
        boolean stopped = true;
        if (!plan.manager().equals("systemctl") || systemdRuns) {
            for (List<String> command : plan.disable()) {
                stopped &= run(command);
            }
        } else {
            runAll(plan.disable().stream().map(Installer::offline).toList());
        }
        if (kept) {
            out.println("Deleting " + plan.file().get().path());
            Files.deleteIfExists(plan.file().get().path());
        } else if (!stopped) {
            return false;
        }
        if (!plan.manager().equals("systemctl") || systemdRuns) {
            runAll(plan.cleanup());
        }
        out.println("Removed " + plan.what() + ". Config and keys are as they were.");
        return true;
    }

    /** Whether another service of ours is still there, of another tunnel. */
    public boolean others(Plan plan) throws IOException {
        if (!plan.others().isEmpty()) {
            return commands.run(plan.others()).code() == 0;
        }
        Optional<Path> folder = plan.file().map(file -> file.path().getParent());
        if (folder.isEmpty() || !Files.isDirectory(folder.get())) {
            return false;
        }
        try (Stream<Path> rest = Files.list(folder.get())) {
            return rest.anyMatch(f -> f.getFileName().toString().startsWith(ServiceName.BASE));
        }
    }

    private static List<String> offline(List<String> command) {
        return command.stream().filter(word -> !word.equals("--now")).toList();
    }

    private boolean runAll(List<List<String>> list) throws IOException {
        for (List<String> command : list) {
            if (!run(command)) {
                return false;
            }
        }
        return true;
    }

    private boolean run(List<String> command) throws IOException {
        out.println("Running " + Quote.shell(command));
        out.flush();
        Commands.Answer answer = commands.run(command);
        if (answer.code() != 0) {
            out.println("It failed (" + answer.code() + "): " + answer.output());
        }
        return answer.code() == 0;
    }
}
