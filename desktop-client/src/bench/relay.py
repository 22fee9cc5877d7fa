"""A TCP relay that delays every byte, for machines whose kernel cannot (no netem).

What one side sends comes out on the other half a round trip later, at any rate: only windows and
queues of the programs at both ends limit the flow, which is what is to be measured.
"""

import collections
import socket
import threading
import time

CHUNK = 1 << 18


def relay(port, to, rtt):
    """Accepts on a loopback port and leads to another; never returns."""
    server = socket.create_server(("127.0.0.1", port), backlog=64)
    while True:
        near, _ = server.accept()
        far = socket.create_connection(("127.0.0.1", to))
        for one in (near, far):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        _Way(near, far, rtt / 2).start()
        _Way(far, near, rtt / 2).start()


class _Way:
    def __init__(self, source, sink, delay):
        self.source, self.sink, self.delay = source, sink, delay
        self.queue = collections.deque()
        self.filled = threading.Semaphore(0)

    def start(self):
        threading.Thread(target=self.take, daemon=True).start()
        threading.Thread(target=self.give, daemon=True).start()

    def put(self, chunk):
        self.queue.append((time.monotonic() + self.delay, chunk))
        self.filled.release()

    def take(self):
        try:
            while chunk := self.source.recv(CHUNK):
                self.put(chunk)
        except OSError:
            pass  # The other end is told below, as of any other end.
        self.put(b"")

    def give(self):
        try:
            while True:
                self.filled.acquire()
                due, chunk = self.queue.popleft()
                time.sleep(max(0.0, due - time.monotonic()))
                if not chunk:
                    break
                self.sink.sendall(chunk)
            self.sink.shutdown(socket.SHUT_WR)
        except OSError:
            self.source.close()
