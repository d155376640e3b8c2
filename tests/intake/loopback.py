"""Servers on this machine that answer as they are told, and the one policy by which they may be fetched from."""

import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tracker.intake.fetching import Policy
from tracker.intake.fetching.addresses import is_public

Answer = bytes | Callable[[socket.socket], None]


def answer(body: bytes = b"", *, status: str = "200 OK", **headers: str) -> bytes:
    """A whole answer; `headers` with _ for -."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


@dataclass
class Server:
    """Answers each path as `answers` says: bytes, or what a function does with the socket."""

    answers: dict[str, Answer] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    wrap: Callable[[socket.socket], socket.socket] = lambda sock: sock

    def __post_init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.closing = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def policy(self, **other) -> Policy:
        """The exception for tests: 127.0.0.1 and this server's port beside what is public, no pause. Every name but
        those in `names` {name: numbers} is this server's."""
        names = other.pop("names", {})
        return Policy(
            **{
                "allows": lambda ip: str(ip) == "127.0.0.1" or is_public(ip),
                "ports": frozenset({80, 443, self.port}),
                "resolve": lambda host, port: names.get(host, ["127.0.0.1"]),
                "pause": 0.0,
                **other,
            }
        )

    def asked(self, header: str) -> str:
        """A header of the last request."""
        lines = self.requests[-1].split("\r\n")
        return next((line.partition(": ")[2] for line in lines if line.lower().startswith(header.lower() + ":")), "")

    def close(self) -> None:
        self.closing.set()
        self.socket.shutdown(socket.SHUT_RDWR)  # closing alone would leave it listening until the next one comes
        self.socket.close()

    def _serve(self) -> None:
        while True:
            try:
                sock, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=[sock], daemon=True).start()

    def _answer(self, sock: socket.socket) -> None:
        try:
            with sock, self.wrap(sock) as sock:
                head = b""
                while b"\r\n\r\n" not in head:
                    if not (piece := sock.recv(4096)):
                        return
                    head += piece
                self.requests.append(head.decode("latin-1"))
                given = self.answers.get(head.split(b" ")[1].decode(), answer(b"nothing here", status="404 Not Found"))
                if isinstance(given, bytes):
                    sock.sendall(given)
                else:
                    given(sock)
        except OSError:
            pass  # the other side went away, which is what many tests are about


@contextmanager
def serving(answers: dict[str, Answer] | None = None, **other) -> Iterator[Server]:
    server = Server(answers if answers is not None else {}, **other)
    try:
        yield server
    finally:
        if not server.closing.is_set():
            server.close()


# -- connections, counted where the interpreter makes them ------------------------------------------------------------

_counted: list[str] | None = None
_stopped = False


class Stopped(OSError):
    """Raised in place of a connection that a test only wants counted."""


def _hook(event: str, arguments: tuple) -> None:
    if event != "socket.connect" or _counted is None or not isinstance(arguments[1], tuple):
        return
    _counted.append(str(arguments[1][0]))
    if _stopped:
        raise Stopped("no connection leaves a test")


sys.addaudithook(_hook)  # cannot be taken out again; it does nothing but inside of `connections`


@contextmanager
def connections(*, stopped: bool = False) -> Iterator[list[str]]:
    """The numbers of all machines to which anything in this process connects meanwhile; `stopped`: none comes about."""
    global _counted, _stopped
    _counted, _stopped = [], stopped
    try:
        yield _counted
    finally:
        _counted, _stopped = None, False
