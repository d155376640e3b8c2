"""What can happen to a file of any format: cut off, mixed up, of another encoding, with words nobody writes in it."""

import random
from collections.abc import Callable

from .seeds import WORDS, encoded

Makers = dict[str, Callable[[], bytes]]
MB = 1024 * 1024
# Words that stand where a story's words belong. Formats carry them as they do any others.
UNWELCOME: dict[str, Callable[[], str]] = {
    "bidi overrides": lambda: f"\u202e{WORDS}\u202c \u2066{WORDS}\u2069" * 200,
    "a pile of combining marks": lambda: WORDS + "o" + "\u0301\u0327" * 20_000,
    "one word of half a megabyte": lambda: "x" * (MB // 2),
    "brackets that never close": lambda: "(" * 200_000,
    "quotation marks without end": lambda: "“" * 100_000 + '"' * 100_000,
    "beginnings of datelines": lambda: "OSLO, March 31 (KP) - " * 10_000,
    "bylines without end": lambda: "By Ann Doe\n" * 20_000,
    "days that no calendar has": lambda: "on 31 February 99999 and 2022-13-45T25:61:61+99:99 " * 2_000,
    "noncharacters and private ones": lambda: "\ufffe\uffff\ue000\U0010ffff\ufeff" * 5_000 + WORDS,
    "script and formulas": lambda: (
        "<script>alert(1)</script> =HYPERLINK(1) ${x} {{ x }} '; DROP TABLE report; -- " * 500
    ),
}


def damaged(make: Callable[..., bytes], name: str) -> Makers:
    """The files that damage makes of a seed; `name` seeds the chances, so that they are the same each time."""
    makers: Makers = {what: lambda words=words: make(words()) for what, words in UNWELCOME.items()}
    makers |= {
        "cut off after a third": lambda: make()[: len(make()) // 3],
        "cut off before its end": lambda: make()[:-15],
        "its end alone": lambda: make()[len(make()) // 2 :],
        "NUL in the middle": lambda: _inserted(make(), b"\0" * 100),
        "half characters in the middle": lambda: _inserted(make(), b"\xed\xa0\xbd"),
        "bytes of no encoding": lambda: _inserted(make(), b"\xff\xfe\xfa\x80" * 1000),
        "sixty bytes changed": lambda: flipped(make(), 60, random.Random(name)),
        "each byte changed": lambda: bytes(255 - byte for byte in make()),
        "in UTF-16": lambda: make().decode("latin-1").encode("utf-16"),
        "in UTF-32 without a mark": lambda: make().decode("latin-1").encode("utf-32-le"),
        "twice in one file": lambda: make() * 2,
        "a picture in front": lambda: b"\x89PNG\r\n\x1a\n" + make(),
        "a PDF's first line in front": lambda: b"%PDF-1.7\n" + make(),
        "the end of a zip behind": lambda: make() + b"PK\x05\x06" + b"\xff" * 18,
        "nine megabytes of blanks behind": lambda: make() + b" " * (9 * MB),
        "nine megabytes of blanks in front": lambda: b"\n" * (9 * MB) + make(),
        "larger than any file may be": lambda: make() * (10 * MB // len(make()) + 1),
        "without one line end": lambda: make().replace(b"\r", b" ").replace(b"\n", b" "),
    }
    return makers


def flipped(data: bytes, count: int, chance: random.Random) -> bytes:
    """With `count` bytes of it replaced."""
    changed = bytearray(data)
    for _ in range(count if changed else 0):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _inserted(data: bytes, what: bytes) -> bytes:
    middle = data.find(b"Sylvania")
    middle = middle if middle > 0 else len(data) // 2
    return data[:middle] + what + data[middle:]


def in_words(make: Callable[..., bytes], before: bytes, after: bytes = b"") -> bytes:
    """The seed with bytes before and after its first word, unescaped."""
    mark = encoded("Envoys of")
    return make().replace(mark, before + mark + after, 1)
