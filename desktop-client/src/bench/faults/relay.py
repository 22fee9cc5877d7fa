"""A link with delay, loss and a limited rate, where the kernel has no netem.

Joins the network namespaces NAME-r and NAME-s by two tun devices and carries the packets itself.
Commands on standard input, one a line: ``delay SECONDS``, ``loss SHARE``, ``rate BYTES_PER_S`` (0: no
limit); each holds in both directions from then on.
"""

import ctypes
import fcntl
import heapq
import itertools
import os
import random
import selectors
import struct
import subprocess
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000
CLONE_NEWNET = 0x40000000
QUEUE = 64  # packets that wait for the rate; more are lost, as in a router

libc = ctypes.CDLL(None, use_errno=True)


def tun_in(namespace, address, peer):
    """A tun device that lives in the namespace; the descriptor stays usable from any other."""
    home = os.open("/proc/self/ns/net", os.O_RDONLY)
    there = os.open("/run/netns/" + namespace, os.O_RDONLY)
    try:
        enter(there)
        tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH", b"relay", IFF_TUN | IFF_NO_PI))
    finally:
        enter(home)
    ip = ["ip", "-n", namespace]
    subprocess.run(ip + ["addr", "add", address, "peer", peer, "dev", "relay"], check=True)
    subprocess.run(ip + ["link", "set", "relay", "up"], check=True)
    return tun


def enter(namespace):
    if libc.setns(namespace, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")


class Direction:
    """Packets on their way from one device to the other."""

    def __init__(self, out):
        self.out = out
        self.waiting = []
        self.order = itertools.count()
        self.free_at = 0.0  # when the rate lets the next packet start

    def accept(self, packet, settings):
        now = time.monotonic()
        if random.random() < settings["loss"]:
            return
        start = now
        if settings["rate"]:
            if len(self.waiting) >= QUEUE:
                return
            start = max(now, self.free_at)
            self.free_at = start + len(packet) / settings["rate"]
            start = self.free_at
        heapq.heappush(self.waiting, (start + settings["delay"], next(self.order), packet))

    def deliver(self):
        """Sends what is due; seconds until the next packet is, or None."""
        while self.waiting:
            left = self.waiting[0][0] - time.monotonic()
            if left > 0:
                return left
            try:
                os.write(self.out, heapq.heappop(self.waiting)[2])
            except (BlockingIOError, OSError):
                pass  # a full device loses packets
        return None


def main(name):
    settings = {"delay": 0.0, "loss": 0.0, "rate": 0.0}
    router = tun_in(name + "-r", "10.77.2.1", "10.77.2.2")
    server = tun_in(name + "-s", "10.77.2.2", "10.77.2.1")
    ways = {router: Direction(server), server: Direction(router)}
    selector = selectors.DefaultSelector()
    for source in (router, server, sys.stdin.fileno()):
        selector.register(source, selectors.EVENT_READ)
    print("ready", flush=True)
    while True:
        due = [left for left in (way.deliver() for way in ways.values()) if left is not None]
        for key, _ in selector.select(min(due) if due else None):
            if key.fd in ways:
                ways[key.fd].accept(os.read(key.fd, 65536), settings)
                continue
            line = os.read(key.fd, 4096)
            if not line:
                return
            for word, value in (part.split() for part in line.decode().splitlines() if part):
                settings[word] = float(value)


if __name__ == "__main__":
    main(sys.argv[1])
