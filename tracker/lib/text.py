"""Text as it comes in: made uniform once, at the door, so that offsets mean the same for ever after."""

import hashlib
import re
import unicodedata
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
LONGEST_DIFF = 20_000  # words; beyond that two texts are shown whole

_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
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
    """One form for every text: Unicode NFC, lines ended by \\n and without trailing blanks, no byte order mark, no control
    and no bidirectional formatting characters (which can make a page show another order than is stored).

    Raises BadText for NUL, lone surrogates and empty text, TextTooLong beyond LONGEST.
    """
    if len(text) > LONGEST:
        raise TextTooLong(f"The text has {len(text):,} characters; a report may have {LONGEST:,}. Enter it in parts.")
    if "\x00" in text:
        raise BadText("The text holds NUL characters, so it is probably not text. Save it as plain text first.")
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise BadText("The text holds broken characters (lone surrogates). Copy it again from the source.")
    notes = []
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text, bidi = _BIDI.subn("", text)
    if bidi:
        notes.append(f"{bidi} invisible characters that change the direction of writing were taken out.")
    text, controls = _CONTROL.subn("", text)
    if controls:
        notes.append(f"{controls} control characters were taken out.")
    text = re.sub(r"[^\S\n]+$", "", unicodedata.normalize("NFC", text), flags=re.MULTILINE).strip("\n")
    if not text.strip():
        raise BadText("There is no text in it.")
    return Clean(text, notes)


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
    """What changed, word by word: pieces ("equal" | "delete" | "insert", text), which joined without the deleted ones give
    `new` and without the inserted ones `old`."""
    a, b = (re.findall(r"\s+|\w+|[^\w\s]", text) for text in (old, new))
    if len(a) + len(b) > LONGEST_DIFF:
        return [piece for piece in (("delete", old), ("insert", new)) if piece[1]]
    pieces = []
    for op, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if op == "equal":
            pieces.append(("equal", "".join(a[i:j])))
            continue
        if i < j:
            pieces.append(("delete", "".join(a[i:j])))
        if k < m:
            pieces.append(("insert", "".join(b[k:m])))
    return pieces
