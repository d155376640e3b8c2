"""Text as it comes in: made uniform once, at the door, so that offsets mean the same for ever after."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

LONGEST = 5_000_000  # characters of a report
FEWEST_LETTERS = 20  # below that a language cannot be told
LANGUAGES = [
    "ar",
    "be",
    "de",
    "en",
    "es",
    "fr",
    "it",
    "ka",
    "kk",
    "lt",
    "lv",
    "nl",
    "pl",
    "pt",
    "ro",
    "ru",
    "tr",
    "uk",
    "zh",
]
MOST_MARKS = 64  # combining marks on one letter; putting thousands into canonical order takes minutes
DEAREST_DIFF = 2_000_000  # pairs of equal words; beyond that a changed part is shown whole

_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x9f]")
_WORD = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
_FOLDED = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'"})


class BadText(ValueError):
    """Text that cannot be kept. The message says why, and what to do."""


class TextTooLong(BadText):
    """More text than a report may hold."""


@dataclass(frozen=True)
class Clean:
    """Text fit to be kept, and in words what was taken out of it."""

    text: str
    notes: list[str] = field(default_factory=list)


def normalise(text: str) -> Clean:
    """One form for every text: Unicode NFC, every kind of line end as \\n, no blanks at the ends of lines, no byte
    order mark, no control and no bidirectional formatting characters (which make a page show another order than is
    stored).

    Done once, before a text is stored; offsets count in its result, which a second pass leaves as it is. Raises BadText
    for NUL, lone surrogates, piles of combining marks and empty text, TextTooLong beyond LONGEST.
    """
    _refuse(text)
    notes = []
    text = _LINE_END.sub("\n", text.replace("\ufeff", ""))
    text, bidi = _BIDI.subn("", text)
    if bidi:
        notes.append(f"{bidi} invisible characters that change the direction of writing were taken out.")
    text, controls = _CONTROL.subn("", text)
    if controls:
        notes.append(f"{controls} control characters were taken out.")
    text = unicodedata.normalize("NFC", text)
    text = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
    if not text:
        raise BadText("There is no text in it.")
    return Clean(text, notes)


def _refuse(text: str) -> None:
    if len(text) > LONGEST:
        raise TextTooLong(f"The text has {len(text):,} characters; a report may have {LONGEST:,}. Enter it in parts.")
    if "\x00" in text:
        raise BadText("The text holds NUL characters, so it is probably not text. Save it as plain text first.")
    if re.search("[\ud800-\udfff]", text):
        raise BadText("The text holds broken characters (lone surrogates). Copy it again from the source.")
    if not text.isascii() and _piles_of_marks().search(text):
        raise BadText(f"The text holds a letter with more than {MOST_MARKS} accents, which no language has.")


@lru_cache
def _piles_of_marks() -> re.Pattern:
    marks = "".join(chr(code) for code in range(0x20000) if unicodedata.combining(chr(code)))
    return re.compile(f"[{marks}]{{{MOST_MARKS + 1}}}")


def one_line(text: str) -> str:
    """A title or a name: blanks folded, without control and bidirectional characters."""
    return " ".join(_CONTROL.sub("", _BIDI.sub("", text)).split())


def content_hash(text: str) -> str:
    """SHA-256 (hex) by which "same text again" is told: blanks and kinds of quotation marks make no difference."""
    folded = " ".join(unicodedata.normalize("NFC", text).translate(_FOLDED).split())
    return hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()


def detect_language(text: str) -> str | None:
    """ISO 639-1 code of the language a text is written in; None when it is too short to tell."""
    if sum(letter.isalpha() for letter in text[:2000]) < FEWEST_LETTERS:
        return None
    return _identifier().classify(text[:20_000])[0]


@lru_cache
def _identifier():
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # loads a model: on first use, not at start

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(LANGUAGES)
    return identifier


def diff(old: str, new: str) -> list[tuple[str, str]]:
    """What changed, word by word: pieces ("equal" | "delete" | "insert", text), which joined without the deleted ones
    give `new` and without the inserted ones `old`.

    Lines are compared first, then the words of changed lines; a part that would take long is shown as changed whole.
    """
    pieces: list[tuple[str, str]] = []
    for op, before, after in _compared(old.splitlines(keepends=True), new.splitlines(keepends=True)):
        if op == "equal":
            _add(pieces, op, before)
            continue
        for part, left, right in _compared(_WORD.findall("".join(before)), _WORD.findall("".join(after))):
            _add(pieces, "equal" if part == "equal" else "delete", left)
            if part != "equal":
                _add(pieces, "insert", right)
    return pieces


def _add(pieces: list[tuple[str, str]], op: str, parts: list[str]) -> None:
    if not parts:
        return
    if pieces and pieces[-1][0] == op:
        pieces[-1] = op, pieces[-1][1] + "".join(parts)
    else:
        pieces.append((op, "".join(parts)))


def _compared(a: list[str], b: list[str]) -> Iterator[tuple[str, list[str], list[str]]]:
    """Runs of `a` and `b` that are "equal" or "replace" each other; equal ends are set aside before the dear part."""
    head = _same(a, b)
    tail = min(_same(a[::-1], b[::-1]), len(a) - head, len(b) - head)
    yield "equal", a[:head], b[:head]
    left, right = a[head : len(a) - tail], b[head : len(b) - tail]
    seen = Counter(right)
    if sum(seen[word] for word in left) > DEAREST_DIFF:
        yield "replace", left, right
    else:
        for op, i, j, k, m in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
            yield "equal" if op == "equal" else "replace", left[i:j], right[k:m]
    yield "equal", a[len(a) - tail :], b[len(b) - tail :]


def _same(a: list[str], b: list[str]) -> int:
    """How many items agree from the beginning."""
    return next((place for place, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
