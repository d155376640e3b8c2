"""What changed from one revision of a text to the next, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

# Beyond these a comparison by words would take seconds; whole paragraphs are shown instead.
MOST_WORDS = 2_000
MOST_PARAGRAPHS = 5_000


@dataclass(frozen=True)
class Stretch:
    """`kind`: "same", "old" (was there) or "new"."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    """`paragraphs`: the changed ones only, each a list of stretches. `is_too_long`: nothing was compared."""

    paragraphs: list[list[Stretch]]
    is_too_long: bool = False


def differences(old: str, new: str) -> Difference:
    """Compare paragraph by paragraph, then changed paragraphs word by word."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    if max(len(before), len(after)) > MOST_PARAGRAPHS:
        return Difference([], is_too_long=True)
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    changed = [("".join(before[i1:i2]), "".join(after[j1:j2])) for kind, i1, i2, j1, j2 in blocks if kind != "equal"]
    return Difference([list(_by_words(was, became)) for was, became in changed])


def _by_words(old: str, new: str) -> Iterator[Stretch]:
    was, became = _words(old), _words(new)
    if not was or not became or max(len(was), len(became)) > MOST_WORDS:
        yield from _stretches(("old", old), ("new", new))
        return
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, was, became, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from _stretches(("same", "".join(was[i1:i2])))
        else:
            yield from _stretches(("old", "".join(was[i1:i2])), ("new", "".join(became[j1:j2])))


def _words(text: str) -> list[str]:
    """Words, each with the white space after it, so that joined they are the text."""
    return re.findall(r"\s+|\S+\s*", text)


def _stretches(*pairs: tuple[str, str]) -> Iterator[Stretch]:
    return (Stretch(kind, text) for kind, text in pairs if text)
