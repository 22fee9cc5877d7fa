package org.tunnelfun.reaper.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tunnelfun.reaper.config.Ports;
import org.tunnelfun.reaper.proc.Holder;
import org.tunnelfun.reaper.proc.ProcFs;
import org.tunnelfun.reaper.proc.Sessions;
import org.tunnelfun.reaper.proc.Users;
import org.tunnelfun.reaper.report.ReportJson;

/** Looks at the machine as the reaper needs it. Changes nothing. */
public final class Doctor {
    private static final Ports EVERY_PORT = Ports.parse("1-65535");

    /** Of the ports that are not watched. */
    private static final int SHOWN = 10;

    private final Path proc;
    private final Path passwd;
    private final Ports ports;

    /** Looks at this machine, for these ports. */
    public Doctor(Path proc, Path passwd, Ports ports) {
        this.proc = proc;
        this.passwd = passwd;
        this.ports = ports;
    }

    /** What {@code sshd -T} and the kernel tell. */
    public List<Finding> examine(Optional<Path> sshd) {
        List<Finding> all = new ArrayList<>(sshd(sshd));
        all.add(ephemeral());
        List<Holder> sessions =
                new Sessions(proc, passwd)
                        .observe(EVERY_PORT, true).holders().stream()
                                .filter(h -> h.kind() == Holder.Kind.SESSION)
                                .toList();
        all.addAll(accounts(sessions));
        unwatched(sessions).ifPresent(all::add);
        return all;
    }

    private List<Finding> sshd(Optional<Path> named) {
        Optional<Path> sshd = named.or(() -> Commands.find("sshd"));
        if (sshd.isEmpty()) {
            return List.of(Finding.wrong("sshd", "not found", "apt-get install openssh-server"));
        }
        Commands.Result result = Commands.run(List.of(sshd.get().toString(), "-T"));
        if (result.code() != 0) {
            String why = result.output().lines().findFirst().orElse("no output");
            return List.of(
                    Finding.advice(
                            "sshd -T",
                            "cannot be read (" + why + ")",
                            "sudo tunnelfun-reaper doctor"));
        }
        return new SshdAdvice(result.output()).findings(ports.size());
    }

    /** A port that the kernel gives to some outgoing connection is not there for its device. */
    private Finding ephemeral() {
        String[] range = read("sys/net/ipv4/ip_local_port_range").split("\\s+");
        if (range.length < 2) {
            return Finding.ok("ephemeral ports", "the range cannot be read");
        }
        int from = Integer.parseInt(range[0]);
        int to = Integer.parseInt(range[1]);
        Optional<Ports> reserved = reserved();
        long inside =
                ports.stream()
                        .filter(p -> p >= from && p <= to)
                        .filter(p -> reserved.map(r -> !r.contains(p)).orElse(true))
                        .count();
        return inside == 0
                ? Finding.ok("ephemeral ports", "no watched port is among them")
                : Finding.advice(
                        "ephemeral ports",
                        inside
                                + " watched ports are in "
                                + from
                                + "-"
                                + to
                                + ", from which the kernel serves outgoing connections",
                        "echo net.ipv4.ip_local_reserved_ports="
                                + reserved.map(r -> Ports.parse(r + "," + ports)).orElse(ports)
                                + " > /etc/sysctl.d/90-tunnelfun.conf && sysctl --system");
    }

    private Optional<Ports> reserved() {
        try {
            return Optional.of(Ports.parse(read("sys/net/ipv4/ip_local_reserved_ports")));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private String read(String file) {
        return ProcFs.text(proc.resolve(file)).orElse("").strip();
    }

    /** An account that only forwards needs no shell, and is worth less to a thief without one. */
    private List<Finding> accounts(List<Holder> sessions) {
        Users users = new Users(passwd);
        Map<Integer, String> owners = new TreeMap<>();
        sessions.stream()
                .filter(h -> h.listeners().stream().anyMatch(l -> ports.contains(l.port())))
                .forEach(h -> owners.put(h.uid(), h.owner()));
        List<Finding> all = new ArrayList<>();
        owners.forEach(
                (uid, said) ->
                        all.add(
                                users.name(uid)
                                        .map(this::account)
                                        .orElseGet(() -> unlisted(uid, said))));
        return all;
    }

    /** A device may have a port that nobody thought of; nothing is probed or ended there. */
    private Optional<Finding> unwatched(List<Holder> sessions) {
        SortedMap<Integer, String> others = new TreeMap<>();
        for (Holder session : sessions) {
            session.listeners().stream()
                    .map(Holder.Listener::port)
                    .filter(port -> !ports.contains(port))
                    .forEach(port -> others.put(port, ReportJson.word(session.owner())));
        }
        String list =
                others.entrySet().stream()
                        .limit(SHOWN)
                        .map(other -> other.getKey() + " (" + other.getValue() + ")")
                        .collect(Collectors.joining(", "));
        String more = others.size() > SHOWN ? " and " + (others.size() - SHOWN) + " more" : "";
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Finding.ok(
                                "not watched",
                                "sshd sessions also hold "
                                        + list
                                        + more
                                        + "; nothing is done there"));
    }

    /** The name is what the process says of itself, and must not get into a command. */
    private Finding unlisted(int uid, String said) {
        return Finding.advice(
                "account " + ReportJson.word(said),
                "does not stand in "
                        + passwd
                        + ", so its shell is not known; this tells it, if a directory service"
                        + " knows the account",
                "getent passwd " + uid);
    }

    private Finding account(String owner) {
        String shell = shell(owner);
        boolean none = shell.endsWith("/nologin") || shell.endsWith("/false");
        if (owner.equals("root")) {
            return Finding.advice(
                    "account root",
                    "a device logs in as root; unless authorized_keys restricts its key, whoever"
                            + " has it owns this server",
                    "useradd --system --create-home --shell /usr/sbin/nologin tunnel");
        }
        return none
                ? Finding.ok("account " + owner, "has no shell")
                : Finding.advice(
                        "account " + owner,
                        "has the shell " + shell + "; forwarding needs none",
                        "usermod --shell /usr/sbin/nologin " + owner);
    }

    private String shell(String owner) {
        try {
            return Files.readAllLines(passwd, java.nio.charset.StandardCharsets.ISO_8859_1).stream()
                    .map(line -> line.split(":"))
                    .filter(f -> f.length == 7 && f[0].equals(owner))
                    .map(f -> f[6])
                    .findFirst()
                    .orElse("?");
        } catch (IOException e) {
            return "?";
        }
    }
}
