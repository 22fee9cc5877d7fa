"""What a measurement stands on: an sshd of our own, and the two clients that are compared."""

import multiprocessing
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
JAR = ROOT / "desktop-client/target/tunnelfun.jar"
FLAGS = ROOT / "desktop-client/src/main/resources/org/tunnelfun/desktop/install/flags"
TICK = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as s:
        return s.getsockname()[1]


def until_open(port, what):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    sys.exit(f"datapath: {what} does not listen on port {port}")


def background(work, *args):
    """Runs a function in a process of its own, so that it does not share a lock with others."""
    process = multiprocessing.Process(target=work, args=args, daemon=True)
    process.start()
    return process


class Sshd:
    """A stock sshd but for its cipher, run by the current user with throw-away keys."""

    def __init__(self, folder, cipher):
        self.port = free_port()
        self.folder = folder
        for name in ("host_key", "id"):
            run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "bench", "-f", folder / name)
        shutil.copy(folder / "id.pub", folder / "authorized_keys")
        config = folder / "sshd_config"
        config.write_text(
            f"ListenAddress 127.0.0.1:{self.port}\nHostKey {folder}/host_key\nPidFile none\n"
            f"AuthorizedKeysFile {folder}/authorized_keys\nUsePAM no\nStrictModes no\n"
            f"PermitRootLogin prohibit-password\nCiphers {cipher}\n"
        )
        program = shutil.which("sshd", path=os.environ["PATH"] + ":/usr/sbin:/sbin")
        program = os.environ.get("TUNNELFUN_SSHD", program or str(ROOT / "target/tools/bin/sshd"))
        if not os.access(program, os.X_OK):
            sys.exit("datapath: no sshd here; run: sh .ci/tools sshd")
        self.process = subprocess.Popen(
            [program, "-D", "-f", config, "-E", folder / "log"], stderr=subprocess.DEVNULL
        )
        until_open(self.port, "sshd")

    def known_hosts(self, port):
        key = " ".join((self.folder / "host_key.pub").read_text().split()[:2])
        file = self.folder / f"known_hosts_{port}"
        file.write_text(f"[127.0.0.1]:{port} {key}\n")
        return file


class Client:
    """A client that keeps one forward to the target; `kind` is `ssh` or `ours`."""

    def __init__(self, kind, sshd, port, target):
        self.kind, self.remote = kind, free_port()
        user = os.environ.get("USER") or run("id", "-un").strip()
        known, key = sshd.known_hosts(port), sshd.folder / "id"
        forward = f"{self.remote}:127.0.0.1:{target}"
        if kind == "ssh":
            command = ["ssh", "-F", "none", "-NT", "-o", "BatchMode=yes"]
            command += ["-o", "IdentitiesOnly=yes", "-o", "ExitOnForwardFailure=yes"]
            command += ["-o", f"UserKnownHostsFile={known}"]
        else:
            java = pathlib.Path(os.environ.get("JAVA_HOME", "")) / "bin/java"
            java = str(java) if os.environ.get("JAVA_HOME") else "java"
            command = [java, *java_options(), "-jar", str(JAR), "run", "--known-hosts", str(known)]
            command += ["--state-dir", str(sshd.folder / f"state_{self.remote}")]
        command += ["-i", str(key), "-p", str(port), "-R", forward, f"{user}@127.0.0.1"]
        log = open(sshd.folder / f"{kind}_{self.remote}.log", "wb")
        self.process = subprocess.Popen(command, stdout=log, stderr=log)
        until_open(self.remote, kind)

    def cpu(self):
        """Seconds of processor time used so far."""
        text = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text()
        fields = text.rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def end(self):
        self.process.terminate()
        self.process.wait(20)


def java_options():
    """As shipped, unless DATAPATH_JAVA_OPTIONS says otherwise; set but empty: none."""
    shipped = next(line for line in FLAGS.read_text().splitlines() if line.startswith("headless "))
    return os.environ.get("DATAPATH_JAVA_OPTIONS", shipped[len("headless "):]).split()


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
