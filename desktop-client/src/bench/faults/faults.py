"""The faults. Each breaks a lab whose tunnel stands, and returns the moment from which the outage counts."""

import signal
import subprocess
import time

from contenders import SshLoop
from lab import PORT, kill

now = time.monotonic


def session_killed(lab, contender):
    """The server's session process dies."""
    began = now()
    for pid in lab.sessions():
        kill(pid, signal.SIGKILL)
    return began


def sshd_restarted(lab, contender, down=10):
    """The server goes down and is back after 10 s; counted from then."""
    lab.sshd_down()
    time.sleep(down)
    lab.sshd_up()
    return now()


def blackhole(lab, contender, lasts=60):
    """All packets vanish for a minute; counted from the heal."""
    lab.net("cut")
    time.sleep(lasts)
    began = now()
    lab.net("heal")
    return began


def address_changed(lab, contender):
    """The device gets another address, as when it changes from cable to Wi-Fi."""
    began = now()
    lab.net("move")
    return began


def nat_forgets(lab, contender):
    """The router forgets the connection; its packets vanish without an answer."""
    began = now()
    lab.net("forget")
    return began


def session_frozen(lab, contender):
    """The server's session process hangs; its kernel goes on acknowledging."""
    began = now()
    for pid in lab.sessions():
        kill(pid, signal.SIGSTOP)
    return began


def client_killed(lab, contender):
    """The client is killed, and started again after 1 s; counted from its death."""
    began = now()
    contender.crash(lab)
    return began


def suspended(lab, contender, lasts=120):
    """All processes of the client stop for two minutes; counted from the resume."""
    pids = contender.pids(lab)
    for pid in pids:
        kill(pid, signal.SIGSTOP)
    time.sleep(lasts)
    began = now()
    for pid in pids:
        kill(pid, signal.SIGCONT)
    return began


def suspended_offline(lab, contender, lasts=120):
    """The same, and the machine's network is off meanwhile; counted from the resume of both."""
    lab.net("cut")
    pids = contender.pids(lab)
    for pid in pids:
        kill(pid, signal.SIGSTOP)
    time.sleep(lasts)
    began = now()
    lab.net("heal")
    for pid in pids:
        kill(pid, signal.SIGCONT)
    return began


def target_down(lab, contender, lasts=20):
    """The device's own sshd is down for 20 s; counted from its return."""
    lab.target_down()
    time.sleep(lasts)
    lab.target_up()
    return now()


def stale_at_start(lab, contender):
    """A session of an earlier run holds the port, and its client is gone; counted from the new start."""
    lab.net("forget")
    contender.end(lab)
    time.sleep(2)
    began = now()
    contender.start(lab)
    return began


def stale_stranger(lab, contender):
    """Somebody's plain ssh holds the port, and its device is gone; counted from the new start."""
    contender.end(lab)
    stranger = lab.start(["ssh", *SshLoop().ssh(lab)], "c")
    if lab.prober.recovered(now(), 30) is None:
        raise RuntimeError("the stranger did not come up")
    lab.net("forget")
    stranger.kill()
    time.sleep(2)
    began = now()
    contender.start(lab)
    return began


def bad_link(lab, contender, lasts=60):
    """30 % loss and 200 ms more for a minute; counted from the heal. A visitor must outlive it."""
    visitor = Visitor(lab)
    lab.link(delay=0.1, loss=0.3)
    time.sleep(lasts)
    lab.link(delay=0, loss=0)
    began = now()
    lab.visitor_lived = visitor.echoes()
    return began


def thin_upload(lab, contender, lasts=180):
    """A visitor fetches through a link of 15 KB/s for three minutes; counted from the end."""
    lab.link(rate=15000)
    visitor = Visitor(lab, fetch=True)
    time.sleep(lasts)
    visitor.close()
    lab.link(rate=0)
    return now()


def healthy(lab, contender, lasts=1800, restless=600, every=30):
    """Half an hour without a fault; for ten minutes of it another interface gets and loses addresses, as with
    containers, VPNs and IPv6 privacy addresses."""
    time.sleep((lasts - restless) / 2)
    until = now() + restless
    while now() < until:
        lab.net("come")
        time.sleep(every / 2)
        lab.net("go")
        time.sleep(every / 2)
    time.sleep((lasts - restless) / 2)
    return now()


class Visitor:
    """A connection through the tunnel, opened on the server."""

    SCRIPT = """
import socket, sys
s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
s.recv(64)
print("ready", flush=True)
if sys.argv[2] == "fetch":
    s.sendall(b"fetch")
    while s.recv(65536):
        pass
sys.stdin.readline()
s.settimeout(60)
s.sendall(b"echo")
print(s.recv(64).decode(), flush=True)
"""

    def __init__(self, lab, fetch=False):
        self.process = lab.start(
            ["python3", "-c", self.SCRIPT, PORT, "fetch" if fetch else "quiet"], "s",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process.stdout.readline()

    def echoes(self):
        try:
            self.process.stdin.write("\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            return False
        return self.process.stdout.readline().strip() == "echo"

    def close(self):
        self.process.kill()


FAULTS = {
    "killed": session_killed,
    "restarted": sshd_restarted,
    "blackhole": blackhole,
    "address": address_changed,
    "nat": nat_forgets,
    "frozen": session_frozen,
    "crash": client_killed,
    "suspended": suspended,
    "target": target_down,
    "stale": stale_at_start,
    "stranger": stale_stranger,
    "loss": bad_link,
    "offline": suspended_offline,
    "thin": thin_upload,
    "healthy": healthy,
}
NEEDS_RELAY = {bad_link, thin_upload}
NO_WAY_BACK = {address_changed, nat_forgets, session_frozen, stale_at_start, stale_stranger}  # the old session is lost
TITLES = {
    "killed": "server session killed",
    "restarted": "sshd restarted (down 10 s)",
    "blackhole": "60 s blackhole, after the heal",
    "address": "device changes address",
    "nat": "NAT forgets, packets vanish",
    "frozen": "server session frozen",
    "crash": "client killed, started again after 1 s",
    "suspended": "suspended 120 s",
    "target": "target's sshd down 20 s",
    "stale": "stale session holds the port at start",
    "stranger": "stale session of a stranger's ssh at start",
    "loss": "30 % loss, +200 ms, 60 s",
    "offline": "suspended 120 s, network off",
    "thin": "upload at 15 KB/s, 3 min",
    "healthy": "no fault for 30 min",
}
