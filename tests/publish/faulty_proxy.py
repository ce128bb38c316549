"""A real TCP proxy before a portal, which does to chosen requests what networks and servers do."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

Fault = str
#: Given "POST package_revise" and how often it came before: the fault to inject, or "".
Rule = Callable[[str, int], Fault]
ANSWERS = {
    "413": b"HTTP/1.1 413 Request Entity Too Large\r\n",
    "500": b"HTTP/1.1 500 Internal Server Error\r\n",
    "502": b"HTTP/1.1 502 Bad Gateway\r\n",
    "html": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n",
    "login": b"HTTP/1.1 302 Found\r\nLocation: https://login.example.org/\r\n",
    "empty": b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n",
}
BODY = b"<html><body>not what you asked for</body></html>"
#: JSON, and yet no answer of CKAN's: it has no result.
EMPTY = b'{"success": true}'


@dataclass
class Proxy:
    """``rule`` names faults: an answer of ANSWERS instead of the portal's; ``cut`` drops the
    connection when half of the request has passed; ``lost`` lets the portal do the work and drops
    its answer; ``502 after`` lets it do the work and answers 502."""

    upstream: str
    rule: Rule = lambda _request, _count: ""
    seen: list[str] = field(default_factory=list)
    injected: list[Fault] = field(default_factory=list)
    listener: socket.socket = field(default_factory=socket.socket)

    @property
    def url(self) -> str:
        host, port = self.listener.getsockname()
        return f"http://{host}:{port}"

    def serve(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._connection, args=(client,), daemon=True).start()

    def _connection(self, client: socket.socket) -> None:
        with client, suppress(OSError):
            client.settimeout(60)
            head, rest = _head(client)
            if head:
                self._request(client, head, rest)

    def _request(self, client: socket.socket, head: bytes, rest: bytes) -> None:
        name = _name(head)
        fault = self.rule(name, self.seen.count(name))
        self.seen.append(name)
        self.injected += [fault] * bool(fault)
        total = _length(head)
        if fault in ANSWERS:
            _drain(client, rest, total)
            client.sendall(_answer(fault))
            return
        target = urlsplit(self.upstream)
        with socket.create_connection((target.hostname, target.port), timeout=60) as portal:
            # One request a connection: simple, and every request passes the rule.
            portal.sendall(head.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
            _forward(client, portal, rest, total // 2 if fault == "cut" else total)
            if fault == "cut":
                return
            for block in _blocks(portal):
                if not fault:
                    client.sendall(block)
        if fault == "502 after":
            client.sendall(_answer("502"))


def _head(client: socket.socket) -> tuple[bytes, bytes]:
    data = b""
    while b"\r\n\r\n" not in data:
        block = client.recv(65536)
        if not block:
            return b"", b""
        data += block
    head, _, rest = data.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    return b"\r\n".join(lines) + b"\r\n\r\n", rest


def _name(head: bytes) -> str:
    method, path, _ = head.split(b"\r\n", 1)[0].decode().split(" ", 2)
    return f"{method} {urlsplit(path).path.rsplit('/', 1)[-1]}"


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            return int(line.split(b":")[1])
    return 0


def _forward(client: socket.socket, portal: socket.socket, rest: bytes, total: int) -> None:
    portal.sendall(rest[:total])
    left = total - len(rest[:total])
    while left > 0:
        block = client.recv(min(65536, left))
        if not block:
            return
        portal.sendall(block)
        left -= len(block)


def _drain(client: socket.socket, rest: bytes, total: int) -> None:
    left = total - len(rest)
    while left > 0 and (block := client.recv(min(65536, left))):
        left -= len(block)


def _blocks(portal: socket.socket) -> Iterator[bytes]:
    while block := portal.recv(65536):
        yield block


def _answer(fault: str) -> bytes:
    body = EMPTY if fault == "empty" else BODY
    length = f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
    return ANSWERS[fault] + length + body


@contextmanager
def proxy(upstream: str, rule: Rule = lambda _request, _count: "") -> Iterator[Proxy]:
    """A proxy on a free port of the loopback interface."""
    running = Proxy(upstream=upstream, rule=rule)
    running.listener.bind(("127.0.0.1", 0))
    running.listener.listen()
    thread = threading.Thread(target=running.serve, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        with suppress(OSError):
            running.listener.shutdown(socket.SHUT_RDWR)
        running.listener.close()
        thread.join(timeout=5)
        time.sleep(0)
