"""Mutations of good files: bytes changed, cut out, doubled, spliced with another format, numbers and names exchanged."""

import random
import re

from .damage import flipped
from .seeds import SEEDS

# Formats of readers, and the seeds that they read.
READ_BY = {"table": ("csv", "xlsx"), "feed": ("rss", "atom")}
PIECES = [
    b"\0", b"\xff", b"\xed\xa0\xbd", b"<", b">", b"&#xD800;", b"&a;", b"]]>", b"<!--", b"<![CDATA[", b'"', b"'", b"{", b"}", b"[",
    b"]", b",", b"null", b"1e999", b"-1", b"99999999999999999999", b"NaN", b"\\ud83d", b"\r\n\r\n", b"\r\n", b"\t", b" ", b"=",
    b"=?utf-8?B?", b"?=", b"\x01", b"\x02", b"\x03", b"\x1f", b"%PDF-", b"PK\x03\x04", b"PK\x01\x02", b"obj", b"endstream",
    b"9999-12-31T23:59:59-14:00", b"0001-01-01", b"31 February", b"+99:99", b"charset=utf-7", b"encoding='utf-16'",
    b"\xe2\x80\xae", b"\xcc\x81" * 70, b"\xef\xbb\xbf", b"\xff\xfe", b"<p>", b"</p>", b"<script>", b"multipart/mixed",
]  # fmt: skip
NUMBER = re.compile(rb"\d+")
NAME = re.compile(rb"[A-Za-z][\w-]{2,}")


def seeds(format: str) -> list[bytes]:
    """Good files that the reader of a format reads."""
    return [SEEDS[name]() for name in READ_BY.get(format, (format,))]


def mutated(format: str, chance: random.Random) -> bytes:
    """A good file with one to eight mutations, mostly few. Chances may come from a seed, or from hypothesis."""
    data = chance.choice(seeds(format))
    for _ in range(chance.choice([1, 1, 1, 2, 2, 3, 8])):
        data = chance.choice(MUTATIONS)(data, chance)
    return data[: 1024 * 1024]


def _place(data: bytes, chance: random.Random) -> int:
    return chance.randint(0, len(data))


def _inserted(data: bytes, chance: random.Random) -> bytes:
    place = _place(data, chance)
    return data[:place] + chance.choice(PIECES) * chance.choice([1, 1, 1, 3, 500]) + data[place:]


def _cut_out(data: bytes, chance: random.Random) -> bytes:
    place = _place(data, chance)
    return data[:place] + data[place + chance.randint(1, 60) :]


def _cut_off(data: bytes, chance: random.Random) -> bytes:
    return data[: _place(data, chance)]


def _doubled(data: bytes, chance: random.Random) -> bytes:
    place = _place(data, chance)
    piece = data[place : place + chance.randint(1, 200)]
    return data[:place] + piece * chance.choice([2, 2, 3, 50]) + data[place + len(piece) :]


def _spliced(data: bytes, chance: random.Random) -> bytes:
    other = SEEDS[chance.choice(list(SEEDS))]()
    return data[: _place(data, chance)] + other[_place(other, chance) :]


def _number(data: bytes, chance: random.Random) -> bytes:
    return _exchanged(
        data, NUMBER, chance, [b"0", b"-1", b"65536", b"99999999999", b"1e308", b"4294967295", b"00", b""]
    )


def _name(data: bytes, chance: random.Random) -> bytes:
    return _exchanged(data, NAME, chance, NAME.findall(data)[:500] or [b""])


def _exchanged(data, pattern, chance, others):
    found = list(pattern.finditer(data))
    if not found:
        return data
    one = chance.choice(found)
    return data[: one.start()] + chance.choice(others) + data[one.end() :]


def _changed(data: bytes, chance: random.Random) -> bytes:
    return flipped(data, chance.choice([1, 2, 20]), chance)


MUTATIONS = [_inserted, _cut_out, _cut_off, _doubled, _spliced, _number, _name, _changed, _inserted, _name]
