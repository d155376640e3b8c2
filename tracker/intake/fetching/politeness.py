"""One request at a time to a host from this process, and a short pause after each."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

FORGET_ABOVE = 1_000  # hosts; those at rest are forgotten then


@dataclass
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    rested_at: float = 0.0  # on the monotonic clock: from then on it may be asked again


_hosts: dict[str, _Host] = {}
_hosts_lock = threading.Lock()


@contextmanager
def turn(host: str, *, pause: float, patience: float) -> Iterator[None]:
    """Hold the host's turn. Raises TimeoutError where it does not come within `patience` seconds."""
    until = time.monotonic() + patience
    one = _host(host)
    if not one.lock.acquire(timeout=max(0.0, patience)):
        raise TimeoutError
    try:
        wait = one.rested_at - time.monotonic()
        if wait > max(0.0, until - time.monotonic()):
            raise TimeoutError
        if wait > 0:
            time.sleep(wait)
        try:
            yield
        finally:
            one.rested_at = time.monotonic() + pause
    finally:
        one.lock.release()


def _host(host: str) -> _Host:
    with _hosts_lock:
        if len(_hosts) > FORGET_ABOVE:
            now = time.monotonic()
            for name in [n for n, h in _hosts.items() if not h.lock.locked() and h.rested_at < now]:
                del _hosts[name]
        return _hosts.setdefault(host, _Host())
