package org.tunnelfun.desktop.install;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A scheduled task (Task Scheduler schema 1.2), or the Run key for the tray app. */
final class WindowsPlan {

    private static final String RUN = "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run";

    /** The list of all tasks is longer than what we read of a command. */
    private static final List<String> OTHERS =
            List.of("cmd", "/c", "schtasks /Query /FO CSV /NH | findstr /I tunnelfun");

    private WindowsPlan() {}

    static Plan of(Request request) {
        String name = "Tunnelfun\\" + request.serviceName();
        Path file = Path.of(System.getProperty("java.io.tmpdir"), request.serviceName() + ".xml");
        return new Plan(
                "the scheduled task " + name,
                // schtasks reads UTF-16 only.
                Optional.of(new Plan.File(file, task(request), StandardCharsets.UTF_16, false)),
                "schtasks",
                List.of(
                        List.of("schtasks", "/Create", "/TN", name, "/XML", file.toString(), "/F"),
                        List.of("schtasks", "/Run", "/TN", name)),
                List.of(
                        List.of("schtasks", "/End", "/TN", name),
                        List.of("schtasks", "/Delete", "/TN", name, "/F")),
                List.of(),
                OTHERS,
                List.of("Is it alive: tunnelfun status"));
    }

    static Plan tray(Request request) {
        String command = Quote.windows(request.command());
        return new Plan(
                "the tray app at login",
                Optional.empty(),
                "reg",
                List.of(
                        List.of(
                                "reg",
                                "add",
                                RUN,
                                "/v",
                                "Tunnelfun",
                                "/t",
                                "REG_SZ",
                                "/d",
                                command,
                                "/f")),
                List.of(List.of("reg", "delete", RUN, "/v", "Tunnelfun", "/f")),
                List.of(),
                List.of(),
                List.of("It starts at the next login."));
    }

    private static String task(Request request) {
        boolean system = request.scope() == Scope.SYSTEM;
        List<String> words = request.command();
        String user = Quote.xml(request.account().name());
        return """
        <?xml version="1.0" encoding="UTF-16"?>
        <Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
          <RegistrationInfo>
            <Description>%s</Description>
          </RegistrationInfo>
          <Triggers>
            %s
          </Triggers>
          <Principals>
            <Principal id="Author">
              <UserId>%s</UserId>
              <LogonType>%s</LogonType>
              <RunLevel>LeastPrivilege</RunLevel>
            </Principal>
          </Principals>
          <Settings>
            <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
            <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
            <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
            <StartWhenAvailable>true</StartWhenAvailable>
            <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
            <RestartOnFailure>
              <Interval>PT1M</Interval>
              <Count>999</Count>
            </RestartOnFailure>
            <Hidden>true</Hidden>
          </Settings>
          <Actions Context="Author">
            <Exec>
              <Command>%s</Command>
              <Arguments>%s</Arguments>
            </Exec>
          </Actions>
        </Task>
        """
                .formatted(
                        Quote.xml(request.description()),
                        system
                                ? "<BootTrigger/>"
                                : "<LogonTrigger><UserId>" + user + "</UserId></LogonTrigger>",
                        user,
                        // S4U: without a password, and without one being stored.
                        system ? "S4U" : "InteractiveToken",
                        Quote.xml(words.get(0)),
                        Quote.xml(Quote.windows(words.subList(1, words.size()))));
    }
}
