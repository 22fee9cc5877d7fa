"""Who keeps a tunnel alive in the lab. All are known by their command line only."""

import functools
import json
import os
import re
import shlex
import signal
import threading
import time

from lab import PORT, PROJECT, SERVER, kill, run

CLIENT = PROJECT / "desktop-client/target/tunnelfun.jar"
REAPER = PROJECT / "headless-reaper/target/tunnelfun-reaper.jar"
MAKING = threading.Lock()  # labs run side by side
CLIENT_ALIVE = ("ClientAliveInterval 10", "ClientAliveCountMax 3")


class Contender:
    """Something that is started once and left alone."""

    name = "?"
    account = "tunnel"
    server_options = ()

    def authorized(self, lab, key):
        """The line of authorized_keys."""
        return key

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
        """All its processes die without a word; a second later they are started again, as systemd does
        when told RestartSec=1."""
        self.end(lab)
        time.sleep(1)
        self.start(lab)

    def end(self, lab):
        """Every process is gone at once, and nobody brings it back."""
        for pid in self.pids(lab):
            kill(pid, signal.SIGKILL)
        self.process.wait()


class Ours(Contender):
    name = "tunnelfun"

    def __init__(self):
        super().__init__()
        self.words = installed()

    def command(self, lab):
        return [*self.words, "run", "-i", lab.folder / "id", "-R", f"{PORT}:localhost:22",
                "--known-hosts", lab.folder / "known_hosts", "--state-dir", lab.folder / "state",
                f"{self.account}@{SERVER}"]


class OursAndReaper(Ours):
    name = "tunnelfun + reaper"
    reaper_options = ()

    def start(self, lab):
        if not any(str(REAPER) in map(str, p.args) for p in lab.processes):
            # A /run of its own: labs run side by side, and a machine has one reaper.
            lab.start(["sh", "-c", 'mkdir -p /run/tunnelfun && mount -t tmpfs none /run/tunnelfun && exec "$@"', "reaper",
                       java(), "-jar", REAPER, "run", "--ports", PORT, *self.reaper_options], "s",
                      stderr=open(lab.folder / "reaper.log", "ab"))
        super().start(lab)


class OursAndQuickReaper(OursAndReaper):
    name = "tunnelfun + reaper, --interval 10 --timeout 3"
    reaper_options = ("--interval", "10", "--timeout", "3")


class OursWithoutShell(OursAndReaper):
    name = "tunnelfun, no shell, + reaper"
    account = "jail"

    def authorized(self, lab, key):
        return authorize(lab, "--line", "a")

    def command(self, lab):
        return [*self.words, "run", "--config", lab.folder / "tunnels.json", "--state-dir", lab.folder / "state"]


class OursWithForcedCommand(Ours):
    name = "tunnelfun, forced command"

    def authorized(self, lab, key):
        script = lab.folder / "session"
        script.write_text(authorize(lab, "--script"))
        script.chmod(0o755)
        return re.sub(r"exec /[^\"]*", f"exec {script}", authorize(lab, "--line", "b"))


class SshLoop(Contender):
    name = "ssh loop"

    def ssh(self, lab):
        return ["-F", "none", "-N", "-i", str(lab.folder / "id"), "-o", "BatchMode=yes",
                "-o", f"UserKnownHostsFile={lab.folder}/known_hosts", "-o", "ServerAliveInterval=5",
                "-o", "ServerAliveCountMax=3", "-o", "ExitOnForwardFailure=yes", "-o", "ConnectTimeout=10",
                "-R", f"localhost:{PORT}:localhost:22", f"{self.account}@{SERVER}"]

    def command(self, lab):
        return ["sh", "-c", 'while :; do ssh "$@"; sleep 5; done', "loop"] + self.ssh(lab)


class Autossh(SshLoop):
    name = "autossh -M 0"

    def command(self, lab):
        return ["autossh", "-M", "0"] + self.ssh(lab)

    def environment(self):
        return {"AUTOSSH_GATETIME": "0"}


def java():
    home = os.environ.get("JAVA_HOME")
    return f"{home}/bin/java" if home else "java"


@functools.cache
def words(client):
    """The words before ``run`` in the unit of ``tunnelfun install``, and its archive of classes, made once as
    that makes it."""
    folder = PROJECT / "target/bench/cache"
    folder.mkdir(parents=True, exist_ok=True)
    own = dict(os.environ, XDG_CACHE_HOME=str(folder), XDG_CONFIG_HOME=str(folder))
    unit = run(java(), "-jar", client, "install", "--user", "--dry-run", env=own)
    found = shlex.split(re.search("^ExecStart=(.*) run$", unit, re.M)[1])
    for word in found:
        if word.startswith("-XX:SharedArchiveFile="):
            run(java(), "-jar", client, "rehearse", "--archive", word.split("=", 1)[1])
    return found


def installed():
    """Our client as its service starts it."""
    with MAKING:
        return words(CLIENT)


def authorize(lab, *what):
    """What ``tunnelfun authorize`` prints for the lab's tunnel."""
    config = lab.folder / "tunnels.json"
    config.write_text(json.dumps({
        "version": 1,
        "servers": {"lab": {"host": SERVER, "user": lab.account, "identityFile": str(lab.folder / "id"),
                            "knownHostsFile": str(lab.folder / "known_hosts"), "reaperPort": 7022}},
        "tunnels": [{"name": "lab", "server": "lab", "forwards": [
            {"remote": {"bind": "localhost", "port": PORT}, "target": {"host": "localhost", "port": 22}}]}]}))
    config.chmod(0o600)
    return run(java(), "-jar", CLIENT, "authorize", "--config", config, *what, "lab")


def with_client_alive(kind):
    """The same on a server that looks after its clients (three missed keepalives of 10 s)."""
    return type(kind.__name__ + "Alive", (kind,), {
        "name": kind.name + ", ClientAlive 10x3", "server_options": CLIENT_ALIVE})


KEYS = {"ours": Ours, "reaper": OursAndReaper, "no-shell": OursWithoutShell,
        "forced": OursWithForcedCommand, "loop": SshLoop, "autossh": Autossh}
ALONE = {"reaper10": OursAndQuickReaper}  # only where it is asked for
KEYS.update({key + "+alive": with_client_alive(kind) for key, kind in list(KEYS.items())})
KEYS.update(ALONE)
