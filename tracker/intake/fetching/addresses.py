"""Which addresses may be fetched, and to which machines that may lead: to public ones only.

The host's name is resolved once, every machine it stands for must be public, and the connection goes to one of those
very machines: a name that answers otherwise the next moment gains nothing.
"""

import ipaddress
import re
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from tracker.intake.record import Refused

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
LONGEST = 2000  # characters of an address
PORTS = {"http": 80, "https": 443}

# `is_global` of Python 3.11 lets some of these through, hence a list of our own (IANA's special-purpose registries).
CLOSED_4 = [
    "0.0.0.0/8",  # this network
    "10.0.0.0/8",  # private
    "100.64.0.0/10",  # carriers' own; a cloud keeps its metadata at 100.100.100.200
    "127.0.0.0/8",  # this machine
    "168.63.129.16/32",  # a cloud's metadata behind a public number
    "169.254.0.0/16",  # link-local; metadata of most clouds
    "172.16.0.0/12",  # private
    "192.0.0.0/24",  # protocol assignments; a cloud's metadata
    "192.0.2.0/24",  # documentation
    "192.31.196.0/24",  # AS112
    "192.52.193.0/24",  # multicast relays
    "192.88.99.0/24",  # 6to4 relays
    "192.168.0.0/16",  # private
    "192.175.48.0/24",  # AS112
    "198.18.0.0/15",  # benchmarks
    "198.51.100.0/24",  # documentation
    "203.0.113.0/24",  # documentation
    "224.0.0.0/4",  # multicast
    "240.0.0.0/4",  # reserved, broadcast
]
OPEN_6 = "2000::/3"  # all that is given out; mapped and translated IPv4, private, link-local and multicast lie outside
CLOSED_6 = [
    "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID
    "2001:db8::/32",  # documentation
    "2002::/16",  # 6to4: an IPv4 number inside
    "2620:4f:8000::/48",  # AS112
    "3fff::/20",  # documentation
]
_CLOSED = [ipaddress.ip_network(network) for network in [*CLOSED_4, *CLOSED_6]]
_OPEN_6 = ipaddress.ip_network(OPEN_6)

_UNFIT = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\ud800-\udfff]")
_NAME = re.compile(r"(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_ENDS_IN_NUMBER = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)$")

NOT_PUBLIC = (
    "“{host}” is not on the public internet, so nothing is fetched from it. "
    "Open it in your browser, save it, and import the file."
)


def is_public(ip: IP) -> bool:
    """Whether a machine with this number can be anybody's on the internet."""
    if ip.version == 6 and (ip not in _OPEN_6 or ip.scope_id):
        return False
    return ip.is_global and not any(ip in network for network in _CLOSED if network.version == ip.version)


def resolve(host: str, port: int) -> list[str]:
    """The numbers of the machines a name stands for, as the system tells. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(answer[4][0]) for answer in found))


@cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()


@dataclass(frozen=True)
class Policy:
    """What is allowed, and how much of it. Everybody takes the default, PUBLIC; tests make others, to reach servers on
    their own machine and to wait less (tests/intake/fetching/test_one_door.py sees to it that only tests do)."""

    allows: Callable[[IP], bool] = is_public
    ports: frozenset[int] = frozenset(PORTS.values())
    resolve: Callable[[str, int], list[str]] = resolve
    trusted: Callable[[], ssl.SSLContext] = _trusted
    seconds: float = 20.0  # for all of it: names, connections, redirects, body
    most_bytes: int = 10 * 1024 * 1024  # before unpacking and after
    most_hops: int = 5
    pause: float = 1.0  # seconds between two requests to one host
    patience: float = 8.0  # seconds that a request waits for its turn at a host


PUBLIC = Policy()


@dataclass(frozen=True)
class Target:
    """An address taken apart and found fit to be asked for. `host` in ASCII, as certificates have it; `path` with the
    query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def address(self) -> str:
        return urlunsplit((self.scheme, self.host_header, self.path, "", ""))

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def target(address: str, *, policy: Policy = PUBLIC, base: str = "") -> Target:
    """Take an address apart, relative to `base` where it was found in an answer. Raises Refused; asks no network."""
    address = address.strip(" \t\r\n")
    if len(address) > LONGEST:
        raise Refused(f"The address is longer than {LONGEST:,} characters. Check that it is one.")
    if _UNFIT.search(address):
        raise Refused("The address holds blanks, backslashes or control characters. Copy it again from the browser.")
    try:
        parts = urlsplit(urljoin(base, address) if base else address)
        port = parts.port
    except ValueError:
        raise Refused("This is no address of a page. Copy it again from the browser.") from None
    if parts.scheme not in PORTS:
        shown = f"“{parts.scheme[:20]}:”" if parts.scheme else "Nothing"
        raise Refused(f"{shown} is not how an address of a page begins. Write it with https:// or http://.")
    if "@" in parts.netloc:
        raise Refused("The address holds a user name or password before the host. Take it out.")
    host = _host(parts.hostname or "", bracketed=parts.netloc.startswith("["), policy=policy)
    port = PORTS[parts.scheme] if port is None else port
    if port not in policy.ports:
        raise Refused(f"The address names port {port}; only the usual ports of the web, 80 and 443, are asked.")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
        f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?[]|{}^')}" if parts.query else ""
    )
    return Target(parts.scheme, host, port, path)


def _host(host: str, *, bracketed: bool, policy: Policy) -> str:
    """In ASCII and small letters: a name, or a number in its one usual form."""
    if bracketed:
        return _number(host, ipaddress.IPv6Address, policy)
    try:
        host = host.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError:
        raise Refused(f"“{host[:80]}” cannot be the name of a host. Copy the address again.") from None
    if _ENDS_IN_NUMBER.search(host):
        return _number(host, ipaddress.IPv4Address, policy)
    if not _NAME.fullmatch(host):
        raise Refused(f"“{host[:80]}” cannot be the name of a host. Copy the address again.")
    return host


def _number(host: str, kind: type, policy: Policy) -> str:
    """Numbers have many spellings (0x7f.1, 2130706433, 017700000001); only the plain one is taken."""
    try:
        ip = kind(host)
    except ValueError:
        raise Refused(f"“{host[:80]}” is no usual number of a host. Write the host's name.") from None
    if not policy.allows(ip):
        raise Refused(NOT_PUBLIC.format(host=host))
    return str(ip)


def machines(host: str, port: int, policy: Policy) -> list[IP]:
    """The machines to connect to. Raises Refused unless all of them are allowed, OSError where the name is not known."""
    found = [ipaddress.ip_address(number) for number in policy.resolve(host, port)]
    if not all(policy.allows(ip) for ip in found):
        raise Refused(NOT_PUBLIC.format(host=host))
    return found
