"""Only tracker/intake/fetching talks to the network (bar.md S3). Each check is tried on a planted sample first."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
TRACKER = ROOT / "tracker"
DOOR = TRACKER / "intake" / "fetching"
CLIENTS = {
    "urllib3", "urllib.request", "requests", "http.client", "httpx", "httpx2", "aiohttp", "socket", "ssl", "ftplib",
    "smtplib", "telnetlib", "xmlrpc", "asyncio.streams", "socketserver", "http.server",
}  # fmt: skip
# Listening sockets of our own, the database's, and pairs between our own processes: nothing that anybody's address leads to.
OTHERS = {"tracker/runtime", "tracker/intake/sandbox"}
FETCHING_LIBRARIES = {
    "trafilatura": {
        "fetch_url",
        "fetch_response",
        "bare_extraction_from_url",
        "downloads",
        "feeds",
        "sitemaps",
        "spider",
    },
    "feedparser": {"http", "api"},
    "lxml": set(),
}


def named(source: str) -> set[str]:
    """Dotted names of all that is imported."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(node.module or "")
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def clients(source: str) -> set[str]:
    return {one for one in named(source) for client in CLIENTS if one == client or one.startswith(client + ".")}


def fetchers(source: str) -> set[str]:
    """Parts of libraries that fetch by themselves."""
    return {
        f"{library}.{part}"
        for library, parts in FETCHING_LIBRARIES.items()
        for part in parts
        if f"{library}.{part}" in named(source) or f"{library}.{part}" in source
    }


def openable(source: str) -> list[str]:
    """Calls of feedparser.parse with anything but a BytesIO made on the spot: it opens what looks like an address."""
    return [
        ast.unparse(call)
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) in {"feedparser.parse", "parse_feed", "feedparser.api.parse"}
        and not (
            call.args and isinstance(call.args[0], ast.Call) and ast.unparse(call.args[0].func).endswith("BytesIO")
        )
    ]


def loosened(source: str) -> bool:
    """Whether a policy other than the default is made or handed on."""
    makes = any(one.endswith(".Policy") for one in named(source)) or "fetching.Policy" in source
    relative = any(
        isinstance(node, ast.ImportFrom) and any(alias.name in {"Policy", "addresses"} for alias in node.names)
        for node in ast.walk(ast.parse(source))
    )
    hands = any(
        isinstance(node, ast.Call)
        and ast.unparse(node.func).split(".")[-1] == "fetch"
        and any(word.arg in (None, "policy") for word in node.keywords)
        for node in ast.walk(ast.parse(source))
    )
    return makes or relative or hands


def outside(*others: str) -> dict[str, str]:
    return {
        name: path.read_text()
        for path in sorted(TRACKER.rglob("*.py"))
        if not path.is_relative_to(DOOR)
        and not (name := path.relative_to(ROOT).as_posix()).startswith(tuple(others) or ("-",))
    }


@pytest.mark.parametrize(
    "source",
    [
        "import urllib3",
        "import urllib.request",
        "from urllib.request import urlopen",
        "from urllib import request",
        "def f():\n    import requests",
        "from http import client",
        "import http.client as c",
        "import httpx",
        "import socket",
        "from socket import create_connection",
    ],
)
def test_a_client_is_seen(source):
    assert clients(source)


def test_no_client_outside_of_the_door():
    assert not clients("from urllib.parse import urlsplit\nfrom http import HTTPStatus\nfrom . import socket")
    assert clients((DOOR / "fetch.py").read_text())
    assert {name: found for name, text in outside(*OTHERS).items() if (found := clients(text))} == {}


def test_the_reading_process_has_only_pairs_of_sockets():
    """None that could be connected to anything else."""
    used = {
        node.attr
        for name, text in outside().items()
        if name.startswith("tracker/intake/sandbox/")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "socket"
    }
    assert used == {"socketpair", "socket", "send_fds", "recv_fds", "SHUT_WR"}
    calls = [text for name, text in outside().items() if name.startswith("tracker/intake/sandbox/")]
    assert not any(f".{verb}(" in text for text in calls for verb in ("connect", "bind", "listen", "accept"))


def test_no_library_fetches_by_itself():
    assert fetchers("from trafilatura import fetch_url")
    assert fetchers("import trafilatura\ntrafilatura.fetch_url(x)")
    assert not fetchers("import trafilatura\ntrafilatura.extract(x)")
    assert {name: found for name, text in outside().items() if (found := fetchers(text))} == {}


def test_feedparser_is_given_bytes_only():
    assert openable("feedparser.parse(data)")
    assert openable("feedparser.parse('http://x/')")
    assert not openable("feedparser.parse(BytesIO(data), response_headers={})")
    assert not openable("feedparser.parse(io.BytesIO(data))")
    texts = outside()
    assert {name: found for name, text in texts.items() if (found := openable(text))} == {}
    calling = [name for name, text in texts.items() if "feedparser.parse(" in text]
    assert calling == ["tracker/intake/readers/feed.py"]
    assert not any("from feedparser" in text for text in texts.values())


def test_only_tests_loosen_the_policy():
    assert loosened("from tracker.intake.fetching import Policy")
    assert loosened("from .fetching import fetch, Policy")
    assert loosened("from tracker.intake.fetching.addresses import Policy")
    assert loosened("fetch(address, policy=x)")
    assert loosened("fetching.fetch(address, **options)")
    assert not loosened("fetch(address, etag=etag)")
    assert {name for name, text in outside().items() if loosened(text)} == set()
