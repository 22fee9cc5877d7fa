"""Both ends of a measurement: the target that the forward leads to, and its visitors."""

import socket
import statistics
import struct
import threading
import time

CHUNK = memoryview(bytes(1 << 18))
BANNER = b"SSH-2.0-Target_1.0\r\n"


def target(port):
    """Serves visitors, who say first what they want; never returns."""
    server = socket.create_server(("127.0.0.1", port), backlog=256)
    while True:
        visitor, _ = server.accept()
        visitor.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=_serve, args=(visitor,), daemon=True).start()


def banners(port):
    """Says a banner to each visitor, as an sshd does; never returns."""
    server = socket.create_server(("127.0.0.1", port), backlog=256)
    while True:
        visitor, _ = server.accept()
        threading.Thread(target=_say, args=(visitor,), daemon=True).start()


def _say(visitor):
    with visitor:
        try:
            visitor.sendall(BANNER)
            while visitor.recv(4096):
                pass
        except OSError:
            pass  # Visitors hang up as they like.


def _serve(visitor):
    with visitor:
        try:
            wish, count = struct.unpack("!cQ", _exactly(visitor, 9))
            if wish == b"T":
                visitor.sendall(struct.pack("!Q", _take(visitor, count)))
            elif wish == b"G":
                _give(visitor, count)
            elif wish == b"S":
                # The client's own check, which would else wait for a banner with windows of its own.
                visitor.sendall(BANNER)
            else:
                while heard := visitor.recv(4096):
                    visitor.sendall(heard)
        except OSError:
            pass  # Visitors hang up as they like.


def transfer(port, wish, count, streams):
    """Seconds until all of `count` bytes went over, shared by `streams` visitors."""
    start = threading.Barrier(streams + 1)
    share = count // streams

    def one():
        with _visit(port, wish, share) as visitor:
            start.wait()
            if wish == b"T":
                _give(visitor, share)
                _exactly(visitor, 8)
            else:
                _take(visitor, share)

    threads = [threading.Thread(target=one) for _ in range(streams)]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.monotonic()
    for thread in threads:
        thread.join()
    return time.monotonic() - began


def echo(port, times):
    """Seconds of each of some round trips of 64 bytes."""
    took = []
    with _visit(port, b"E", 0) as visitor:
        visitor.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(times):
            began = time.monotonic()
            visitor.sendall(b"x" * 64)
            _exactly(visitor, 64)
            took.append(time.monotonic() - began)
    return took


def p99(values):
    return statistics.quantiles(values, n=100)[98]


def visits(port, count, at_once):
    """Short visits per second: connect, hear the banner, hang up."""
    left = threading.Semaphore(count)

    def some():
        while left.acquire(blocking=False):
            with socket.create_connection(("127.0.0.1", port)) as visitor:
                _exactly(visitor, len(BANNER))

    threads = [threading.Thread(target=some) for _ in range(at_once)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return count / (time.monotonic() - began)


def _visit(port, wish, count):
    visitor = socket.create_connection(("127.0.0.1", port))
    visitor.sendall(struct.pack("!cQ", wish, count))
    return visitor


def _give(peer, count):
    while count > 0:
        count -= peer.send(CHUNK[: min(count, len(CHUNK))])


def _take(peer, count):
    buffer, taken = bytearray(1 << 18), 0
    while taken < count:
        n = peer.recv_into(buffer)
        if n == 0:
            raise OSError(f"cut off after {taken} of {count} bytes")
        taken += n
    return taken


def _exactly(peer, count):
    heard = b""
    while len(heard) < count:
        more = peer.recv(count - len(heard))
        if not more:
            raise OSError(f"cut off after {len(heard)} of {count} bytes")
        heard += more
    return heard
