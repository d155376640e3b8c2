"""Hostile text, tables as text, JSON, and the messages of the teleprinter."""

import json
from collections.abc import Callable

from .damage import MB, Makers
from .seeds import SEEDS, anpa, encoded, iptc7901, ninjs, own


def text() -> Makers:
    return {
        "a byte order mark alone": lambda: b"\xef\xbb\xbf",
        "five megabytes of line ends": lambda: b"\n" * (5 * MB - 10) + b"Talks",
        "a million short lines": lambda: b"Talks\n" * 800_000,
        "overlong UTF-8": lambda: b"Talks \xc0\xaf\xe0\x80\xaf\xf8\x88\x80\x80\x80 go on",
        "UTF-16 of an odd length": lambda: "Talks go on".encode("utf-16") + b"\x41",
        "UTF-32 beyond all characters": lambda: b"\xff\xfe\0\0" + b"\xff\xff\xff\x7f" * 1000,
        "each control character": lambda: bytes(range(1, 256)) * 100,
        "a program": lambda: b"\x7fELF" + bytes(range(256)) * 1000,
        "letters that nobody sees": lambda: encoded("\u200b\u200c\u200d\u2060\u00ad" * 50_000 + "x"),
        "half a million numbers": lambda: b"12 " * 500_000,
        "a hundred thousand times Published": lambda: b"Published: " * 100_000,
        "headers that are no mail": lambda: b"From: Subject: Date: \n" * 50_000,
    }


def csv() -> Makers:
    head = b"Title,Text,Published,Outlet\r\n"
    row = b"Talks,They met.,2022-03-14,Kestrel\r\n"
    return {
        "a quotation mark that never closes": lambda: head + b'Talks,"' + b"x,y\n" * MB,
        "a cell of five megabytes": lambda: head + b'Talks,"' + b"x" * (5 * MB) + b'",2022-03-14,K\r\n',
        "100,000 columns": lambda: b"a," * 100_000 + b"\r\n" + b"1," * 100_000,
        "200,000 rows": lambda: head + row * 200_000,
        "100,000 different headers": lambda: b",".join(b"c%d" % n for n in range(100_000)) + b"\r\n1\r\n",
        "the same header 10,000 times": lambda: b"Text," * 10_000 + b"\r\n" + b"x," * 10_000,
        "each row of another length": lambda: head + b"".join(b"x," * (n % 90) + b"\r\n" for n in range(20_000)),
        "half a million quotation marks": lambda: head + b'"' * 500_001,
        "four marks between its cells": lambda: head + b"a;b\tc|d,e\r\n" * 1000,
        "a million commas": lambda: b"," * 1_000_000,
        "formulas": lambda: head + b"=cmd|'/c calc'!A0,@SUM(1),+1,-1\r\n" * 50,
        "NUL in its cells": lambda: head + b"Ta\0lks,They\0met.,2022-03-14,K\r\n",
        "days that no calendar has": lambda: (
            head + b"Talks,They met.,99999-99-99 99:99,K\r\nTalks,They met.,1e308,K\r\n"
        ),
        "old line ends": lambda: (head + row * 3).replace(b"\r\n", b"\r"),
        "sep= and nothing": lambda: b"sep=,",
        "a header alone": lambda: head,
    }


def records(seed: Callable[..., bytes]) -> Makers:
    """Of a format in JSON."""
    whole = json.loads(seed())

    def with_all(value) -> bytes:
        """Each leaf replaced, what marks the format left as it is."""
        return json.dumps(_replaced(whole, value)).encode()

    def first_text(raw: bytes) -> bytes:
        return seed().replace(b'"Envoys meet again"', raw, 1)

    return {
        "100,000 lists in each other": lambda: first_text(b"[" * 100_000),
        "900 lists in each other, closed": lambda: first_text(b"[" * 900 + b"]" * 900),
        "100,000 objects in each other": lambda: first_text(b'{"a":' * 100_000),
        "a number of 100,000 digits": lambda: first_text(b"9" * 100_000),
        "numbers that are none": lambda: first_text(b"[NaN, Infinity, -Infinity, 1e999, -0.0]"),
        "half characters by number": lambda: first_text(b'"talks \\ud83d \\udc00"'),
        "NUL by number": lambda: first_text(b'"talks \\u0000"'),
        "a text of eight megabytes": lambda: first_text(b'"' + b"x" * (8 * MB) + b'"'),
        "text never closed": lambda: first_text(b'"' + b"x" * MB),
        "everything null": lambda: with_all(None),
        "everything a number": lambda: with_all(-1),
        "everything a list": lambda: with_all([[]]),
        "everything an object": lambda: with_all({"text": {}}),
        "everything true": lambda: with_all(True),
        "everything empty": lambda: with_all(""),
        "200,000 keys": lambda: seed()[:-1] + b"," + b",".join(b'"k%d":0' % n for n in range(200_000)) + b"}",
        "the same key 200,000 times": lambda: seed()[:-1] + b',"x":0' * 200_000 + b"}",
        "keys that Python knows": lambda: seed()[:-1] + b',"__class__":{"__init__":{}},"__proto__":{"text":"x"}}',
        "days that no calendar has": lambda: _days(seed(), "99999-99-99T99:99:99+99:99"),
        "the end of time in the far west": lambda: _days(seed(), "9999-12-31T23:59:59-23:59"),
        "something behind it": lambda: seed() + b"]]]} and more",
        "comments in it": lambda: b"// a comment\n" + seed().replace(b",", b",/* x */", 3),
    }


def _replaced(value, by):
    if isinstance(value, dict):
        marks = ("format", "version", "reports", "type", "guid")
        return {
            name: one if name in marks and not isinstance(one, list) else _replaced(one, by)
            for name, one in value.items()
        }
    return [_replaced(one, by) for one in value] if isinstance(value, list) else by


def _days(seed: bytes, day: str) -> bytes:
    for known in (b"2022-03-14T17:30:00+01:00", b"2022-03-14T17:30:00+0000", b"2022-03-14T18:30:00+0000"):
        seed = seed.replace(known, day.encode())
    return seed


def many_reports() -> Makers:
    report = {"title": "Talks", "text": "They met.", "language": "en"}
    whole = {"format": "parley-reports", "version": 1}
    statement = {"pieces": [{"exact": "met", "start": -5, "end": 10**30}], "positions": [{}], "tracks": [{}]}

    def of(**more) -> bytes:
        return json.dumps({**whole, **more}).encode()

    return {
        "30,000 reports": lambda: of(reports=[report] * 30_000),
        "one report with 50,000 statements": lambda: of(reports=[{**report, "statements": [statement] * 50_000}]),
        "version 10 to the 30th": lambda: of(version=10**30, reports=[report]),
        "reports that are no list": lambda: of(reports={"0": report}),
        "places outside the text": lambda: of(reports=[{**report, "statements": [statement]}]),
    }


def many_items() -> Makers:
    item = json.loads(ninjs())
    for _ in range(300):
        item = {**json.loads(ninjs()), "associations": {"main": item}}
    return {
        "300 items in each other": lambda: json.dumps(item).encode(),
        "20,000 items": lambda: json.dumps(
            {"items": [{"guid": "a", "type": "text", "headline": "T"}] * 20_000}
        ).encode(),
        "a body of 50,000 levels": lambda: ninjs().replace(b"<p>", b"<div>" * 50_000, 1),
    }


def teleprinter(seed: Callable[..., bytes]) -> Makers:
    whole = seed()
    begin, end = whole.index(b"\x02"), whole.index(b"\x03")
    head, body, trailer = whole[:begin], whole[begin:end], whole[end:]
    return {
        "no beginning of the text": lambda: head + body[1:] + trailer,
        "no end of the text": lambda: head + body,
        "the end before the beginning": lambda: head + trailer + body,
        "a header alone": lambda: head,
        "100,000 beginnings of messages": lambda: head + b"\x01" * 100_000,
        "100,000 beginnings of a text": lambda: head + b"\x02" * 100_000 + trailer,
        "20,000 messages": lambda: whole * min(20_000, 9 * MB // len(whole)),
        "a header of a megabyte": lambda: head + b"x" * MB + body + trailer,
        "half a megabyte of equals signs": lambda: head + b"\x02" + b"=\r\n" * 170_000 + trailer,
        "100,000 lines that open": lambda: head + b"\x02" + b"^x<\r\n" * 100_000 + trailer,
        "brackets in the opening": lambda: head + b"\x02" + b"(" * 200_000 + b"=\r\n" + body[1:] + trailer,
        "signs of quotation by the megabyte": lambda: head + b"\x02\t" + b"`` '' _ { " * 100_000 + trailer,
        "tables of one megabyte": lambda: head + b"\x02" + b"\x08x 1 2 3\r\n" * 90_000 + trailer,
        "a trailer with a day that no calendar has": lambda: head + body + b"\x03999999 XYZ Mar 99\r\nKP-WF-99-99-99 9999GMT<\r\n\x04",
        "controls among the letters": lambda: head + b"\x02" + bytes(range(4, 32)) * 5000 + body[1:] + trailer,
        "idle signs by the megabyte": lambda: b"\x16" * MB + whole,
        "a line of half a megabyte": lambda: head + b"\x02\t" + b"word " * 100_000 + trailer,
    }  # fmt: skip


HOSTILE: dict[str, Callable[[], Makers]] = {
    "text": text,
    "csv": csv,
    "own": lambda: records(own) | many_reports(),
    "ninjs": lambda: records(ninjs) | many_items(),
    "iptc7901": lambda: teleprinter(iptc7901),
    "anpa": lambda: teleprinter(anpa),
    "dna": lambda: {
        "places beyond all": lambda: SEEDS["dna"]().replace(b";5;60;", b";-99999999999999999999;1e99;"),
        "30,000 statements": lambda: b"".join([(parts := SEEDS["dna"]().partition(b"\n"))[0], b"\n", parts[2] * 30_000]),
        "no statement": lambda: SEEDS["dna"]().partition(b"\n")[0] + b"\n",
    },
}  # fmt: skip
