"""Words that are taught while working, and their inflections, guessed from the one form a text shows."""

import re
from dataclasses import dataclass

TAKES = {"verb": (), "clause": ("clause",), "person": ("person",)}
VERB = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True)
class Taught:
    """A word taught: its language, its `kind` (a key of TAKES, or "noun") and its `forms`, as the lexicon files write them."""

    language: str
    kind: str
    forms: str


def merged(data: dict, taught: tuple[Taught, ...]) -> dict:
    """The data of a lexicon file with the taught words in their places."""
    verbs = [{"act": "state", "takes": TAKES[one.kind], "verbs": [one.forms]} for one in taught if one.kind in TAKES]
    nouns = [one.forms.lower() for one in taught if one.kind == "noun"]
    claims = [*data["nouns"]["claims"], *nouns]
    return {**data, "cue": [*data["cue"], *verbs], "nouns": {**data["nouns"], "claims": claims}}


def forms_of(word: str, language: str) -> str:
    """The forms of a regular verb of which one is known, as the lexicon files write them. Where the spelling leaves the
    base in doubt ("opined": opin, opine) all that fit are given: a form that does not exist is never met."""
    low = word.strip().lower()
    if not VERB.fullmatch(low):
        return ""
    if language == "ru":
        return f"- - {low}/{low}а/{low}и/{low}о -" if low.endswith("л") else f"- {low} - -"
    return _english(low) if language == "en" else f"{low} {low} {low} {low}"


def _english(low: str) -> str:
    ending = next(
        (one for one in ("ing", "ed", "s") if low.endswith(one) and len(low) > len(one) + 2 and low[-2:] != "ss"), ""
    )
    columns = zip(*(_inflected(base, low) for base in _bases(low, ending)), strict=True)
    return " ".join("/".join(dict.fromkeys(column)) for column in columns)


def _bases(low: str, ending: str) -> list[str]:
    """What the word may be a form of."""
    if low.endswith(("ied", "ies")):
        return [low[:-3] + "y"]
    stem = low.removesuffix(ending)
    if ending == "s":
        return [stem, stem[:-1]] if stem.endswith(("she", "che", "sse", "xe", "ze")) else [stem]
    if ending and len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in "ls":
        return [stem[:-1]]
    return [stem, stem + "e"] if ending else [stem]


def _inflected(base: str, shown: str) -> tuple[str, str, str, str]:
    """Base, third person, past, -ing form of a regular English verb; its last letter doubled where the form shown has it so."""
    if base.endswith("e"):
        return base, base + "s", base + "d", base[:-1] + "ing"
    if base.endswith("y") and base[-2:-1] not in tuple("aeiou"):
        return base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"
    third = base + ("es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s")
    stem = base + base[-1] if shown.startswith(base + base[-1]) else base
    if shown in (base, third) and re.fullmatch(r"[^aeiou]*[aeiouy][bdgklmnprt]|.*u[aeiou][bdgmnpt]", base):
        stem = base + base[-1]  # as in "quip": one vowel, one consonant
    return base, third, stem + "ed", stem + "ing"
