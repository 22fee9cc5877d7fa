"""Visits a port of this machine ten times a second, as long as it lives.

One line per visit on standard output, in the order they end: its number, when it began (monotonic
seconds, the same clock for all processes of a machine) and what was heard. Each visit has a limit of its own, so
that silence delays none that follow.

Visits have a side effect: sshd never ends a dead session by ClientAlive while somebody connects to
its port. Where a fault leaves no way back for the old session, the line ``spare`` on standard input
stops visits to a listening socket that stayed silent three times, until another one listens.
"""

import asyncio
import itertools
import socket
import struct
import sys
import threading
import time

EVERY = 0.1
LIMIT = 2.0
RST_AT_CLOSE = struct.pack("ii", 1, 0)  # leaves no source port in TIME_WAIT


class Sparing:
    """Remembers which listening socket is not to be visited again."""

    def __init__(self):
        self.on = False
        self.silent = {}  # inode: silent visits

    def spares(self, inode):
        return self.on and self.silent.get(inode, 0) >= 3

    def note(self, inode, heard):
        if self.on and heard == "silent":
            self.silent[inode] = self.silent.get(inode, 0) + 1

    def listen_for(self, stream):
        for line in stream:
            self.on = line.strip() == "spare"


def listener(port):
    """The inode of the socket that listens on the port, or None (proc(5), /proc/net/tcp)."""
    with open("/proc/self/net/tcp", encoding="ascii") as table:
        for line in table:
            fields = line.split()
            if fields[1].endswith(f":{port:04X}") and fields[3] == "0A":
                return fields[9]
    return None


async def visit(port, number, sparing):
    began = time.monotonic()
    inode = listener(port)
    if sparing.spares(inode):
        print(f"{number} {began:.4f} spared", flush=True)
        return
    heard = "silent"
    try:
        heard = await asyncio.wait_for(listen(port), LIMIT)
    except ConnectionRefusedError:
        heard = "nobody"
    except asyncio.TimeoutError:
        pass
    except OSError:
        heard = "closed"
    sparing.note(inode, heard)
    print(f"{number} {began:.4f} {heard}", flush=True)


async def listen(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        line = await reader.readline()
        return "banner" if line.startswith(b"SSH-2.0-") else "closed"
    finally:
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RST_AT_CLOSE)
        writer.close()


async def main(port):
    sparing = Sparing()
    threading.Thread(target=sparing.listen_for, args=[sys.stdin], daemon=True).start()
    following = time.monotonic()
    visits = set()
    for number in itertools.count():
        task = asyncio.ensure_future(visit(port, number, sparing))
        visits.add(task)
        task.add_done_callback(visits.discard)
        following += EVERY
        await asyncio.sleep(max(0.0, following - time.monotonic()))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
