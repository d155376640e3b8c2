"""The words that answer, marked in a text.

PostgreSQL says where they are (ts_headline, with the stems the search had); the text itself is never what the database
gives back, but the one that is shown, escaped here piece by piece.
"""

import re
from collections.abc import Sequence

from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString

BEGIN, END = "\ue000", "\ue001"  # private use: no text means them
# As timelines_folded in SQL, character for character; and what looks like a tag is a word like others.
_BLANKS = "«»„“”‚‹›–—―−…•·№§°\u00a0\u2002\u2003\u2007\u2009\u202f"
_FOLDED = str.maketrans("ёЁ‘’<>" + BEGIN + END + _BLANKS, "еЕ''()" + " " * (2 + len(_BLANKS)))
_WHOLE = f"HighlightAll=true, StartSel={BEGIN}, StopSel={END}"
_PART = f"MaxFragments=2, MinWords=8, MaxWords=24, FragmentDelimiter= … , StartSel={BEGIN}, StopSel={END}"
_CUTS = re.compile(f"[{BEGIN}{END}]")
LONGEST = 20_000  # characters of a body in which a passage is looked for


class Marked(SafeString):
    """Markup of a text with `<mark>` around the words found; `has` says whether there are any."""

    has: bool = False


def marked(texts: Sequence[str], asked: str) -> list[Marked]:
    """Each text whole. `asked`: a tsquery, or "" for no marks. One query."""
    answers = _headlines([text.translate(_FOLDED) for text in texts], asked, _WHOLE) if asked and texts else []
    return [_markup(text, answer) for text, answer in zip(texts, answers or texts, strict=True)]


def passages(texts: Sequence[str], asked: str) -> list[Marked]:
    """Of each text the stretches around what was found; of one without any, its beginning."""
    if not asked or not texts:
        return [_markup(text[:200], text[:200]) for text in texts]
    answers = _headlines([text[:LONGEST].translate(_FOLDED) for text in texts], asked, _PART)
    return [_markup(_CUTS.sub("", answer), answer) for answer in answers]


def _headlines(texts: list[str], asked: str, options: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ts_headline('public.parley', told, %s::tsquery, %s)"
            " FROM unnest(%s::text[]) WITH ORDINALITY AS t (told, n) ORDER BY n",
            [asked, options, texts],
        )
        return [answer for (answer,) in cursor.fetchall()]


def _markup(text: str, answer: str) -> Marked:
    """`answer` is the text as the database wrote it, with marks; where its length differs none are trusted."""
    pieces = _CUTS.split(answer)
    if sum(map(len, pieces)) != len(text):
        pieces = [text]
    place, parts = 0, []
    for number, piece in enumerate(pieces):  # every second one stood between marks
        stretch = escape(text[place : place + len(piece)])
        parts.append(f"<mark>{stretch}</mark>" if number % 2 else stretch)
        place += len(piece)
    markup = Marked("".join(parts))
    markup.has = len(pieces) > 1
    return markup
