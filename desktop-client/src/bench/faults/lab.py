"""A throw-away lab: a device behind NAT, a target on it, a server with a real sshd, a prober.

Everything lives in three network namespaces and one temporary folder. Accounts exist only for the
lab's own sshd (in a mount namespace with an /etc of its own), never on the machine.
"""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parents[3]
PORT = 2000  # the forwarded port on the server
SERVER = "10.77.2.2"
SSHD = re.compile(r"(\S*/)?sshd")  # the title of any process of sshd's


def run(*command, **more):
    return subprocess.run([str(c) for c in command], check=True, capture_output=True, text=True, **more).stdout


def find_sshd():
    for place in (os.environ.get("TUNNELFUN_SSHD"), shutil.which("sshd"), "/usr/sbin/sshd",
                  PROJECT / "target/tools/bin/sshd"):
        if place and os.access(place, os.X_OK):
            return str(place)
    raise SystemExit("sshd is missing; run: sh .ci/tools sshd")


class Lab:
    """``with Lab(...) as lab``: up with target, sshd and prober, and gone afterwards."""

    counter = 0
    counting = threading.Lock()

    def __init__(self, account="tunnel", authorized=None, server_options=(), relay=False):
        """authorized: from the lab and a public key to the line of authorized_keys."""
        with Lab.counting:
            Lab.counter += 1
            self.name = f"tf{os.getpid()}x{Lab.counter}"
        self.account, self.server_options = account, server_options
        self.authorized = authorized or (lambda lab, key: key)
        self.with_relay = relay
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=self.name + "-"))
        self.folder.chmod(0o755)  # the server's accounts read their keys here
        self.processes = []
        self.prober = self.relay = self.target = self.sshd = None

    def __enter__(self):
        try:
            self.net("up", *(["bare"] if self.with_relay else []))
            if self.with_relay:
                self.relay = self.start(["python3", HERE / "relay.py", self.name], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)
                self.relay.stdout.readline()
            self.accounts()
            self.keys()
            self.target_up()
            self.sshd_up()
            self.prober = Prober(self)
            return self
        except BaseException:
            self.close()
            raise

    def __exit__(self, *_):
        self.close()

    def close(self):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
        for side in "crs":
            for pid in self.pids(side):
                kill(pid, signal.SIGKILL)
        for process in self.processes:
            process.wait()
        self.net("down")
        shutil.rmtree(self.folder, ignore_errors=True)

    # -- the parts

    def net(self, action, *more):
        run("sh", HERE / "net.sh", action, self.name, *more)

    def link(self, **settings):
        """Delay (s, one way), loss (0-1) and rate (bytes/s) of the relay."""
        for word, value in settings.items():
            self.relay.stdin.write(f"{word} {value}\n".encode())
        self.relay.stdin.flush()

    def start(self, command, side=None, **more):
        inside = ["ip", "netns", "exec", f"{self.name}-{side}"] if side else []
        more.setdefault("stdin", subprocess.DEVNULL)
        more.setdefault("stdout", subprocess.DEVNULL)
        more.setdefault("stderr", subprocess.DEVNULL)
        process = subprocess.Popen(inside + [str(c) for c in command], start_new_session=True, **more)
        self.processes.append(process)
        return process

    def accounts(self):
        """A copy of /etc with other accounts. The whole folder: a file that is mounted over another comes
        off as soon as somebody on the machine replaces that one, as useradd does."""
        etc, home = self.folder / "etc", self.folder / "home"
        run("cp", "-a", "/etc", etc)
        home.mkdir()
        home.chmod(0o777)
        (etc / "passwd").write_text(
            "root:x:0:0::/root:/bin/sh\nsshd:x:999:65534::/run/sshd:/usr/sbin/nologin\n"
            f"tunnel:x:6000:6000::{home}:/bin/sh\njail:x:6001:6001::{home}:/usr/sbin/nologin\n")
        (etc / "shadow").write_text("".join(f"{who}:*:1::::::\n" for who in ("root", "sshd", "tunnel", "jail")))
        (etc / "group").write_text("root:x:0:\nnogroup:x:65534:\ntunnel:x:6000:\njail:x:6001:\n")

    def keys(self):
        for name in ("host", "id"):
            run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "lab", "-f", self.folder / name)
        key = (self.folder / "id.pub").read_text()
        (self.folder / "authorized_keys").write_text(self.authorized(self, key))
        host = (self.folder / "host.pub").read_text().split()
        (self.folder / "known_hosts").write_text(f"{SERVER} {host[0]} {host[1]}\n")
        (self.folder / "sshd_config").write_text("\n".join([
            *self.server_options,
            f"ListenAddress {SERVER}:22", f"HostKey {self.folder}/host",
            f"AuthorizedKeysFile {self.folder}/authorized_keys", "PidFile none", "UsePAM no",
            "StrictModes no", "PasswordAuthentication no", "PrintMotd no", "LogLevel VERBOSE", ""]))

    def target_up(self):
        self.target = self.start(["python3", HERE / "target.py", "22"], "c")

    def target_down(self):
        self.target.kill()
        self.target.wait()

    def sshd_up(self):
        self.sshd = self.start(
            ["sh", "-c", f'mount --bind {self.folder}/etc /etc && exec "$@"', "sshd",
             find_sshd(), "-D", "-f", self.folder / "sshd_config", "-E", self.folder / "sshd.log"], "s")

    def sshd_down(self):
        """As when the server reboots: the master and all its sessions."""
        for pid in self.pids("s"):
            if SSHD.match(title(pid)):
                kill(pid, signal.SIGKILL)
        self.sshd.wait()

    # -- what is there

    def pids(self, side):
        """Processes of a namespace."""
        listed = subprocess.run(["ip", "netns", "pids", f"{self.name}-{side}"], capture_output=True, text=True)
        return [int(pid) for pid in listed.stdout.split()]

    def sessions(self):
        """The logged-in sessions on the server: the processes that hold forwarded ports."""
        return [pid for pid in self.pids("s") if re.fullmatch(rf"sshd(-session)?: {self.account}(@\S+)?", title(pid))]

    def orphans(self):
        """What sessions that are gone have left behind: started by no living sshd, and not by the lab."""
        here = set(self.pids("s"))
        living = {pid for pid in here if SSHD.match(title(pid))} | {process.pid for process in self.processes}
        return [title(pid) for pid in here if not living.intersection(ancestry(pid))]

    def logins(self):
        return (self.folder / "sshd.log").read_text().count("Accepted publickey")


class Prober:
    """Collects what probe.py says, and finds the end of an outage in it."""

    def __init__(self, lab):
        self.visits = {}  # number: (began, good)
        self.changed = threading.Condition()
        self.process = lab.start(["python3", HERE / "probe.py", PORT], "s", stdin=subprocess.PIPE,
                                 stdout=subprocess.PIPE, text=True)
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            number, began, heard = line.split()
            with self.changed:
                self.visits[int(number)] = (float(began), heard == "banner")
                self.changed.notify_all()

    def spare(self):
        """From now on a session that stays silent is not visited again; see probe.py."""
        self.process.stdin.write("spare\n")
        self.process.stdin.flush()

    def recovered(self, since, limit):
        """Seconds from ``since`` to the first of three good visits in a row; None: not within the limit."""
        with self.changed:
            while True:
                found = first_of_three(self.visits, since)
                if found is not None:
                    return found - since
                left = since + limit - time.monotonic()
                if left <= 0:
                    return None
                self.changed.wait(left)

    def bad(self, since, until):
        """How many visits of a time span failed."""
        with self.changed:
            return sum(1 for began, good in self.visits.values() if since <= began < until and not good)


def first_of_three(visits, since):
    """When the first of three good visits in a row began; a visit still under way is not good."""
    good = {number for number, (began, heard) in visits.items() if heard and began >= since}
    firsts = [number for number in good if number + 1 in good and number + 2 in good]
    return visits[min(firsts)][0] if firsts else None


def title(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""


def ancestry(pid):
    """The process and its parents, nearest first."""
    found = []
    while pid > 0:
        found.append(pid)
        try:
            stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            break
        pid = int(stat.rpartition(")")[2].split()[1])
    return found


def kill(pid, what):
    try:
        os.kill(pid, what)
    except ProcessLookupError:
        pass
