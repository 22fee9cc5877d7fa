"""Who keeps a tunnel alive in the lab. All are known by their command line only."""

import os
import pathlib
import signal
import time

from lab import PORT, PROJECT, SERVER, kill

CLIENT = PROJECT / "desktop-client/target/tunnelfun.jar"
REAPER = PROJECT / "headless-reaper/target/tunnelfun-reaper.jar"
CLIENT_ALIVE = ("ClientAliveInterval 10", "ClientAliveCountMax 3")

# The two lines that the README recommends; the self-check needs the way back to its own port.
OPENS = ",".join(f'permitopen="{host}:{PORT}"' for host in ("localhost", "127.0.0.1", "[::1]"))
LEAST = f'restrict,port-forwarding,permitlisten="localhost:{PORT}",{OPENS}'


class Contender:
    """Something that is started once and left alone. ``restart`` is what its supervisor does."""

    name = "?"
    account = "tunnel"
    key_options = ""
    server_options = ()

    def __init__(self):
        self.process = None

    def start(self, lab):
        self.process = lab.start(self.command(lab), "c", stderr=open(lab.folder / "contender.log", "ab"),
                                 env=dict(os.environ, **self.environment()))

    def command(self, lab):
        raise NotImplementedError

    def environment(self):
        return {}

    def pids(self, lab):
        """All its processes on the device."""
        return [pid for pid in lab.pids("c") if pid != lab.target.pid]

    def crash(self, lab):
        """The client dies without a word, and comes back by whoever watches over it."""
        raise NotImplementedError

    def end(self, lab):
        """Every process is gone at once, and nobody brings it back."""
        for pid in self.pids(lab):
            kill(pid, signal.SIGKILL)
        self.process.wait()


class Ours(Contender):
    name = "tunnelfun"

    def command(self, lab):
        return [java(), "-jar", CLIENT, "run", "-i", lab.folder / "id", "-R", f"{PORT}:localhost:22",
                "--known-hosts", lab.folder / "known_hosts", "--state-dir", lab.folder / "state",
                f"{self.account}@{SERVER}"]

    def crash(self, lab):
        self.end(lab)
        time.sleep(1)  # what systemd is told with RestartSec=1
        self.start(lab)


class OursAndReaper(Ours):
    name = "tunnelfun + reaper"

    def start(self, lab):
        if not any("tunnelfun-reaper" in str(p.args) for p in lab.processes):
            lab.start([java(), "-jar", REAPER, "run", "--ports", PORT], "s",
                      stderr=open(lab.folder / "reaper.log", "ab"))
        super().start(lab)


class OursWithoutShell(OursAndReaper):
    name = "tunnelfun, no shell, + reaper"
    account = "jail"
    key_options = LEAST


class OursWithForcedCommand(Ours):
    name = "tunnelfun, forced command"

    @property
    def key_options(self):
        return f'command="{forced_command()}",{LEAST}'


class SshLoop(Contender):
    name = "ssh loop"

    def ssh(self, lab):
        return ["-F", "none", "-N", "-i", str(lab.folder / "id"), "-o", "BatchMode=yes",
                "-o", f"UserKnownHostsFile={lab.folder}/known_hosts", "-o", "ServerAliveInterval=5",
                "-o", "ServerAliveCountMax=3", "-o", "ExitOnForwardFailure=yes", "-o", "ConnectTimeout=10",
                "-R", f"localhost:{PORT}:localhost:22", f"{self.account}@{SERVER}"]

    def command(self, lab):
        return ["sh", "-c", 'while :; do ssh "$@"; sleep 5; done', "loop"] + self.ssh(lab)

    def crash(self, lab):
        for pid in self.pids(lab):
            if pid != self.process.pid:
                kill(pid, signal.SIGKILL)


class Autossh(SshLoop):
    name = "autossh -M 0"

    def command(self, lab):
        return ["autossh", "-M", "0"] + self.ssh(lab)

    def environment(self):
        return {"AUTOSSH_GATETIME": "0"}


def java():
    home = os.environ.get("JAVA_HOME")
    return f"{home}/bin/java" if home else "java"


def forced_command():
    """The script of ``tunnelfun authorize``; the server's set-up steps put it there."""
    return "/usr/local/lib/tunnelfun/session"


def with_client_alive(kind):
    """The same on a server that looks after its clients (three missed keepalives of 10 s)."""
    return type(kind.__name__ + "Alive", (kind,), {
        "name": kind.name + ", ClientAlive 10x3", "server_options": CLIENT_ALIVE})


OURS = [Ours, OursAndReaper, OursWithoutShell]
OTHERS = [SshLoop, Autossh]
KEYS = {"ours": Ours, "reaper": OursAndReaper, "no-shell": OursWithoutShell, "loop": SshLoop, "autossh": Autossh}
KEYS.update({key + "+alive": with_client_alive(kind) for key, kind in list(KEYS.items())})
