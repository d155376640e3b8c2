"""Fetching one address.

1. The address is taken apart and refused where it is odd (addresses.py).
2. Its host waits for its turn (politeness.py); the name is resolved once, all machines behind it must be public, and
   one of them is connected to by its number. Certificates are checked against the name.
3. A redirect is an address like any other: back to 1, a few times at most.
4. The body is unpacked piece by piece and given up when it is too long, before unpacking or after.
5. One clock runs over all of it. It closes the socket when it is up, so that no server can keep us waiting by
   sending little.

No proxy of the environment, no cookies, no stored credentials: nothing but the address decides what is asked.
"""

import contextlib
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError
from urllib3.exceptions import SSLError as TlsError
from urllib3.response import HTTPResponse
from urllib3.util import Timeout
from urllib3.util.ssl_match_hostname import CertificateError

from tracker.intake.record import Failed, Refused

from .addresses import IP, PUBLIC, Policy, Target, machines, target
from .politeness import turn
from .unpacking import PACKINGS, PIECE, Broken, TooMuch, whole

USER_AGENT = "Parley/0.1 (reads reports and feeds for researchers of negotiations; conditional requests)"
ACCEPT = "text/html, application/xhtml+xml, application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.8"
REDIRECTS = {301, 302, 303, 307, 308}
MOST_MACHINES = 4  # of one host that are tried
LONGEST_CONNECT = 8.0  # seconds
LONGEST_LATER = 7 * 24 * 3600  # seconds of Retry-After that are believed


@dataclass(frozen=True)
class Fetched:
    """What came back. `address` is the one that answered, after redirects; `etag` and `last_modified` are to be sent
    along next time."""

    data: bytes
    content_type: str
    address: str
    etag: str = ""
    last_modified: str = ""


class Busy(Failed):
    """The server asks to be left alone; `seconds` until it may be asked again, None where it does not say."""

    def __init__(self, reason: str, seconds: int | None = None):
        super().__init__(reason)
        self.seconds = seconds


def fetch(address: str, *, etag: str = "", last_modified: str = "", policy: Policy = PUBLIC) -> Fetched | None:
    """What stands at an address; None where it has not changed since `etag` or `last_modified`.

    Raises Refused where the address or the answer is none that can be taken (not public, not found, too large), Failed
    where trying again later may help, as Busy where the server says when.
    """
    known = {"If-None-Match": _plain(etag, 500), "If-Modified-Since": _plain(last_modified, 100)}
    headers = {name: value for name, value in known.items() if value}
    here = target(address, policy=policy)
    clock = Clock(policy.seconds)
    for hop in range(policy.most_hops + 1):
        with _turn(here, policy, clock, first=not hop):
            answer = _Request(here, headers, policy, clock).answer()
        if isinstance(answer, str):
            here = target(answer, policy=policy, base=here.address)
        else:
            return answer
    raise Refused(f"The address leads on to another more than {policy.most_hops} times. Open it in your browser.")


@contextlib.contextmanager
def _turn(here: Target, policy: Policy, clock: "Clock", *, first: bool):
    """The host's turn; waiting for it does not count."""
    with contextlib.ExitStack() as stack:
        begun = time.monotonic()
        try:
            stack.enter_context(turn(here.host, pause=policy.pause if first else 0.0, patience=policy.patience))
        except TimeoutError:
            raise Busy(f"Other requests to {here.host} are under way; it is asked later.", 60) from None
        clock.add(time.monotonic() - begun)
        yield


class Clock:
    """Counts down the seconds given to one fetch."""

    def __init__(self, seconds: float):
        self.seconds = seconds
        self._ends = time.monotonic() + seconds

    def add(self, seconds: float) -> None:
        self._ends += seconds

    @property
    def left(self) -> float:
        return self._ends - time.monotonic()

    def up(self, host: str) -> Failed:
        return Failed(f"{host} took longer than {self.seconds:.0f} seconds. Try again later.")


@dataclass
class _Request:
    """One request to one host."""

    here: Target
    headers: dict[str, str]
    policy: Policy
    clock: Clock

    def answer(self) -> Fetched | str | None:
        """The body, None where nothing changed, or the address it leads on to."""
        connection = self._connected()
        # The socket itself is watched: the connection lets go of it once the headers are read.
        watch = threading.Timer(max(0.0, self.clock.left), _shut, [connection.sock])
        watch.daemon = True
        watch.start()
        try:
            with contextlib.closing(self._asked(connection)) as response:
                return self._taken(response)
        except Refused:
            raise
        except (HTTPError, HTTPException, OSError, ValueError) as error:
            raise self._broken(error) from error
        finally:
            watch.cancel()
            connection.close()

    def _connected(self) -> HTTPConnection:
        """A connection to the first machine of the host that answers."""
        error: Exception | None = None
        for ip in self._machines()[:MOST_MACHINES]:
            # Half of what is left: the same time is given to connecting and to the handshake after it.
            seconds = min(LONGEST_CONNECT, self.clock.left / 2)
            if seconds <= 0:
                break
            connection = self._connection(ip, seconds)
            try:
                connection.connect()
            except (HTTPError, OSError, ValueError) as why:  # a wrong certificate is a ValueError
                connection.close()
                error = why
                continue
            connection.timeout = max(0.1, self.clock.left)  # from here on the clock alone decides
            return connection
        raise self._broken(error) from error

    def _machines(self) -> list[IP]:
        """Names are resolved beside, because the system's way of doing it cannot be told to hurry."""
        found: list[list[IP] | Exception] = []

        def ask() -> None:
            try:
                found.append(machines(self.here.host, self.here.port, self.policy))
            except (Refused, OSError, ValueError) as error:
                found.append(error)

        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        asking.join(max(0.0, self.clock.left))
        if not found:
            raise self.clock.up(self.here.host)
        if isinstance(found[0], Refused):
            raise found[0]
        if isinstance(found[0], Exception) or not found[0]:
            raise Failed(f"There is no host called {self.here.host}, or its name cannot be looked up now.")
        return found[0]

    def _connection(self, ip: IP, seconds: float) -> HTTPConnection:
        timeout = Timeout(connect=seconds, read=seconds).connect_timeout
        if self.here.scheme == "http":
            return HTTPConnection(str(ip), self.here.port, timeout=timeout)
        return HTTPSConnection(
            str(ip),
            self.here.port,
            timeout=timeout,
            ssl_context=self.policy.trusted(),
            server_hostname=self.here.host,
            assert_hostname=self.here.host,
        )

    def _asked(self, connection: HTTPConnection) -> HTTPResponse:
        connection.request(
            "GET",
            self.here.path,
            headers={
                "Host": self.here.host_header,
                "User-Agent": USER_AGENT,
                "Accept": ACCEPT,
                "Accept-Encoding": "gzip, deflate",
                "Connection": "close",
                **self.headers,
            },
            preload_content=False,
        )
        return connection.getresponse()

    def _taken(self, response: HTTPResponse) -> Fetched | str | None:
        status, headers = response.status, response.headers
        if status == 304 and self.headers:
            return None
        if status in REDIRECTS and headers.get("Location"):
            return headers["Location"].encode("latin-1", "replace").decode("utf-8", "replace")
        if not 200 <= status < 300:
            raise _refusal(self.here.host, status, headers.get("Retry-After", ""))
        return Fetched(
            self._body(response),
            _plain(headers.get("Content-Type", ""), 200),
            self.here.address,
            _plain(headers.get("ETag", ""), 500),
            _plain(headers.get("Last-Modified", ""), 100),
        )

    def _body(self, response: HTTPResponse) -> bytes:
        most, packing = self.policy.most_bytes, response.headers.get("Content-Encoding", "").strip().lower()
        if packing not in PACKINGS:
            raise Refused(f"{self.here.host} sent it packed in a way that was not asked for ({packing[:20]}).")
        try:
            if _declared(response) > most:
                raise TooMuch
            body = whole(response.stream(PIECE, decode_content=False), packing, most)
        except TooMuch:
            raise Refused(
                f"It is larger than {most // 1024 // 1024} MB. Open it in your browser and take only the report itself."
            ) from None
        if self.clock.left <= 0:  # a socket that was shut looks like the end of the body
            raise self.clock.up(self.here.host)
        return body

    def _broken(self, error: Exception | None) -> Failed:
        """In words for people, what went wrong with the connection."""
        host = self.here.host
        if self.clock.left <= 0:
            return self.clock.up(host)
        if isinstance(error, TlsError | ssl.SSLError | CertificateError):
            return Failed(
                f"{host} has no certificate that can be trusted, so it may be somebody else. Try again later."
            )
        if isinstance(error, NewConnectionError):  # first: it counts as a time-out too
            return Failed(f"{host} does not take connections now. Try again later.")
        if isinstance(error, ConnectTimeoutError | TimeoutError):
            return Failed(f"{host} does not answer. Try again later.")
        if isinstance(error, Broken):
            return Failed(f"What {host} sent cannot be unpacked. Try again later.")
        return Failed(f"{host} broke off in the middle of its answer. Try again later.")


def _declared(response: HTTPResponse) -> int:
    """The length that the server announces, 0 where it does not say."""
    words = response.headers.get("Content-Length", "")
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 20 else 0


def _plain(value: str, most: int) -> str:
    """A header that can be kept and sent back as it is; empty where it cannot."""
    return value if len(value) <= most and value.isascii() and value.isprintable() else ""


def _shut(sock: socket.socket) -> None:
    """End whatever waits on the socket: shut under its reader, who then finds the clock up."""
    with contextlib.suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)  # not the method of TLS, which would say goodbye first


def _refusal(host: str, status: int, later: str) -> Refused | Failed:
    """What an answer that brings nothing means for a person."""
    if status in (429, 503):
        seconds = seconds_of(later)
        return Busy(f"{host} asks to be left alone for a while (answer {status}); it is asked again later.", seconds)
    if status in (404, 410):
        return Refused(f"There is nothing at this address at {host} (answer {status}). Check it in your browser.")
    if status in (401, 402, 403, 407, 451):
        return Refused(
            f"{host} does not let Parley read this (answer {status}). Open it in your browser, save it, and import the file."
        )
    if status in (408, 425) or status >= 500 or status < 400:
        return Failed(f"{host} has trouble of its own (answer {status}). Try again later.")
    return Refused(f"{host} refuses this address (answer {status}). Check it in your browser.")


def seconds_of(later: str) -> int | None:
    """Seconds from a Retry-After, which gives them or a date; None where it gives neither."""
    later = later.strip()[:100]
    if later.isascii() and later.isdecimal():
        return min(int(later), LONGEST_LATER)
    try:
        moment = parsedate_to_datetime(later)
    except (ValueError, TypeError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return int(min(max(0.0, (moment - datetime.now(UTC)).total_seconds()), LONGEST_LATER))
