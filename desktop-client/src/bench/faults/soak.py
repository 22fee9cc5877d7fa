"""Many random faults in a row against one client process; afterwards everything is where it was.

``python3 desktop-client/src/bench/faults --soak 200``. Faults are short, so that 200 take less than an
hour; each must be overcome within 60 s. The client's threads, descriptors and heap after the last
fault are compared with those after the tenth, and the server may hold one session and no orphans.
"""

import os
import pathlib
import random
import re
import subprocess
import time

import faults
from contenders import Ours, java
from lab import Lab

WARM = 10  # faults before the first measurement: classes are loaded, pools are filled
LIMIT = 60.0


def short_loss(lab, contender):
    lab.link(delay=0.1, loss=0.3)
    time.sleep(5)
    lab.link(delay=0, loss=0)
    return time.monotonic()


SHORT = {
    "killed": faults.session_killed,
    "restarted": lambda lab, c: faults.sshd_restarted(lab, c, down=2),
    "blackhole": lambda lab, c: faults.blackhole(lab, c, lasts=random.uniform(1, 12)),
    "address": faults.address_changed,
    "nat": faults.nat_forgets,
    "frozen": faults.session_frozen,
    "suspended": lambda lab, c: faults.suspended(lab, c, lasts=random.uniform(2, 8)),
    "target": lambda lab, c: faults.target_down(lab, c, lasts=2),
    "loss": short_loss,
}


def run(count, seed):
    """The exit code: 0 when nothing is left behind."""
    random.seed(seed)
    wrong = []
    before = None
    with Lab(relay=True) as lab:
        client = Ours()
        began = time.monotonic()
        client.start(lab)
        if lab.prober.recovered(began, LIMIT) is None:
            print("the client did not come up")
            return 1
        for number in range(1, count + 1):
            time.sleep(random.uniform(0, 4))
            fault = random.choice(list(SHORT))
            since = SHORT[fault](lab, client)
            seconds = lab.prober.recovered(since, LIMIT)
            print(f"{number:4} {fault:10} {'not within 60 s' if seconds is None else f'{seconds:.1f} s'}", flush=True)
            if seconds is None:
                wrong.append(f"fault {number} ({fault}) was not overcome within {LIMIT:.0f} s")
            if number == min(WARM, count):
                before = settled(lab, client)
        after = settled(lab, client)
        print(f"after {WARM}: {before}\nafter {count}: {after}\nlogins: {lab.logins()}")
        wrong += compare(before, after)
    print("\n".join(wrong) or "everything is where it was")
    return 1 if wrong else 0


def compare(before, after):
    """A little room: a visit may be under way, a pool thread not yet gone."""
    room = {"threads": before["threads"] + 4, "descriptors": before["descriptors"] + 6,
            "heapKB": before["heapKB"] * 1.25 + 2048, "sessions": 1, "orphans": 0}
    wrong = [f"{what}: {after[what]}, at most {most:.0f} expected" for what, most in room.items() if after[what] > most]
    return wrong + ([] if after["sessions"] == 1 else [f"sessions: {after['sessions']}, not 1"])


def settled(lab, client):
    """Measured once the server has nothing but one session, or after 90 s."""
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and (len(lab.sessions()) != 1 or lab.orphans()):
        time.sleep(1)
    time.sleep(5)
    pid = client.process.pid
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return {"threads": int(re.search(r"Threads:\s+(\d+)", status)[1]),
            "descriptors": len(os.listdir(f"/proc/{pid}/fd")),
            "heapKB": heap(pid),
            "rssKB": int(re.search(r"VmRSS:\s+(\d+)", status)[1]),
            "sessions": len(lab.sessions()), "orphans": len(lab.orphans())}


def heap(pid):
    """What lives in the heap after a collection."""
    jcmd = pathlib.Path(os.path.realpath(f"/proc/{pid}/exe")).parent / "jcmd"
    tool = str(jcmd) if jcmd.exists() else java().replace("java", "jcmd")
    subprocess.run([tool, str(pid), "GC.run"], check=True, capture_output=True)
    text = subprocess.run([tool, str(pid), "GC.heap_info"], check=True, capture_output=True, text=True).stdout
    used = [int(found) for found in re.findall(r"(?:total \d+K, used|used) (\d+)K", text.split("Metaspace")[0])]
    return sum(used)
