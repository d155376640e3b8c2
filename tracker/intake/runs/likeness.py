"""Texts that are alike, though not the same: fingerprints (MinHash), and the reports that share a band of one.

1. A text is the set of its runs of WORDS words. Languages that write without blanks count each character as a word.
2. MinHash makes 128 numbers of it, of which two texts share as large a part as of their runs of words (error 0.04).
3. Four numbers each make a band; texts that share one of the 32 bands are compared. Two that agree by a half share one
   with a probability of 0.87, by 0.6 of 0.99, by a tenth of 0.003.
"""

import hashlib
import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version

import rensa
from django.db import models

from tracker.reports.models import Report, Revision

from ..models import Fingerprint

PERMUTATIONS, SEED, WORDS = 128, 1, 3
BAND = 4  # numbers in a band
LOOKED_AT = 200_000  # characters of a text
MOST_COMPARED, MOST_SHOWN = 200, 5
SAME, UPDATE, ALSO = 0.95, 0.5, 0.4  # from which likeness on a report is shown as such
ALGORITHM = f"minhash-{PERMUTATIONS}/{SEED}/{WORDS}w rensa-{version('rensa')}"[:40]

WORD = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]|[^\\W\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+")


@dataclass(frozen=True)
class Likeness:
    """How a text relates to a report on file: "same text", "update of" or "also reports", and how alike, 0 to 1."""

    report: Report
    relation: str
    likeness: float

    def as_json(self) -> dict:
        return {"report": self.report.pk, "relation": self.relation, "likeness": round(self.likeness, 2)}


def digest_of(text: str) -> bytes:
    """The 128 numbers, four bytes each, the lowest byte first."""
    minhash = rensa.RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    minhash.update(_runs_of_words(text[:LOOKED_AT]))
    return b"".join(number.to_bytes(4, "little") for number in minhash.digest())


def _runs_of_words(text: str) -> list[str]:
    words = WORD.findall(text.casefold())
    return [" ".join(words[at : at + WORDS]) for at in range(max(1, len(words) - WORDS + 1))]


def bands_of(digest: bytes) -> list[int]:
    """One signed 64-bit number for each band."""
    size = 4 * BAND
    return [
        int.from_bytes(
            hashlib.blake2b(digest[at : at + size], digest_size=8, salt=at.to_bytes(2, "little")).digest(),
            "little",
            signed=True,
        )
        for at in range(0, len(digest), size)
    ]


def likeness(one: bytes, other: bytes) -> float:
    """Of two digests: which part of their numbers agrees."""
    pairs = zip(_numbers(one), _numbers(other), strict=True)
    return sum(a == b for a, b in pairs) / PERMUTATIONS


def _numbers(digest: bytes) -> array:
    return array("I", digest)


def remember(revision: Revision, digest: bytes | None = None) -> Fingerprint:
    """Keep the fingerprint of a revision that has none."""
    digest = digest or digest_of(revision.text)
    return Fingerprint.objects.create(
        revision=revision,
        negotiation_id=revision.negotiation_id,
        algorithm=ALGORITHM,
        digest=digest,
        bands=bands_of(digest),
    )


def alike(negotiation, digest: bytes, *, title: str = "", outlet=None) -> list[Likeness]:
    """The reports of the negotiation whose texts, old or new, resemble the one with that digest; the most alike first."""
    best: dict[int, tuple[float, Report]] = {}
    for found in _sharing_a_band(negotiation, digest):
        measured = likeness(digest, bytes(found.digest))
        report = found.revision.report
        if measured >= ALSO and measured > best.get(report.pk, (0.0, report))[0]:
            best[report.pk] = measured, report
    ranked = sorted(best.values(), key=lambda pair: (-pair[0], pair[1].pk))[:MOST_SHOWN]
    related = [Likeness(report, _relation(measured, report, title, outlet), measured) for measured, report in ranked]
    return [one for one in related if one.relation]


def _sharing_a_band(negotiation, digest: bytes) -> Iterable[Fingerprint]:
    rows = Fingerprint.objects.filter(negotiation=negotiation, algorithm=ALGORITHM, bands__overlap=bands_of(digest))
    return rows.select_related("revision__report").defer("bands", "revision__text")[:MOST_COMPARED]


def _relation(measured: float, report: Report, title: str, outlet) -> str:
    if measured >= SAME:
        return "same text"
    if measured >= UPDATE and (report.outlet_id == getattr(outlet, "pk", None) or _alike_titles(title, report.title)):
        return "update of"
    return "also reports" if measured >= ALSO else ""


def _alike_titles(one: str, other: str) -> bool:
    """Half of all their words are in both."""
    left, right = (set(WORD.findall(title.casefold())) for title in (one, other))
    return len(left & right) * 2 >= len(left | right) > 0


def without() -> models.QuerySet[Revision]:
    """Revisions that have no fingerprint, or one of another algorithm."""
    return Revision.objects.exclude(fingerprint__algorithm=ALGORITHM)
