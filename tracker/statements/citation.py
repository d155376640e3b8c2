"""How to cite a statement: in words, and as a record for reference managers.

Every value is put on one line first, so that no line break in a title can begin a second field or record.
"""

import json
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# BibTeX counts braces even after a backslash, hence the commands.
BIBTEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
}


@dataclass(frozen=True)
class Citation:
    """A quotation and the report it stands in. `author`: of the report, empty if unsigned; `address`: of the report on
    the web, may be empty; `permalink`: of the statement here; `published`: aware, cited by its day in UTC."""

    number: int
    speaker: str
    role: str
    words: str
    title: str
    outlet: str
    author: str
    place: str
    published: datetime
    language: str
    is_news: bool
    address: str
    permalink: str

    @property
    def day(self):
        return self.published.date()


def in_words(citation: Citation) -> str:
    """For a footnote."""
    speaker = f"{citation.speaker} ({citation.role})" if citation.role else citation.speaker
    day = f"{citation.day.day} {MONTHS[citation.day.month - 1].title()} {citation.day.year}"
    source = ", ".join(filter(None, [f"“{citation.title}”", citation.outlet, citation.place, day, citation.address]))
    return one_line(f"{speaker}: “{shortened(citation.words)}” In {source}. {citation.permalink}")


def csl_json(citation: Citation) -> str:
    """A list of one item, as Zotero and pandoc read it."""
    day = citation.day
    item = {
        "id": f"parley-{citation.number}",
        "type": "article-newspaper" if citation.is_news else "webpage",
        "title": one_line(citation.title),
        "container-title": one_line(citation.outlet),
        "publisher-place": one_line(citation.place),
        "author": [{"literal": one_line(citation.author)}] if citation.author else [],
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "language": one_line(citation.language),
        "URL": one_line(citation.address or citation.permalink),
        "abstract": one_line(citation.words),
        "note": _note(citation),
    }
    return json.dumps([{key: value for key, value in item.items() if value}], ensure_ascii=False, indent=2) + "\n"


def bibtex(citation: Citation) -> str:
    """One entry."""
    day = citation.day
    fields = {
        "author": f"{{{_bibtex(citation.author)}}}" if citation.author else "",
        "title": f"{{{_bibtex(citation.title)}}}",
        "howpublished": _bibtex(citation.outlet),
        "address": _bibtex(citation.place),
        "year": str(day.year),
        "month": MONTHS[day.month - 1],
        "day": str(day.day),
        "url": quote(one_line(citation.address or citation.permalink), safe=":/?#[]@!$&'()*+,;=%~-._"),
        "language": _bibtex(citation.language),
        "note": _bibtex(_note(citation)),
    }
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{parley-{citation.number},", *lines, "}", ""])


def ris(citation: Citation) -> str:
    """One record; lines end as the format wants, CR LF."""
    day = citation.day
    fields = [
        ("TY", "NEWS" if citation.is_news else "ELEC"),
        ("AU", citation.author),
        ("TI", citation.title),
        ("T2", citation.outlet),
        ("CY", citation.place),
        ("DA", f"{day.year:04}/{day.month:02}/{day.day:02}"),
        ("PY", f"{day.year:04}"),
        ("LA", citation.language),
        ("UR", citation.address or citation.permalink),
        ("AB", citation.words),
        ("N1", _note(citation)),
    ]
    lines = [f"{tag}  - {one_line(value)}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def one_line(words: str) -> str:
    """The words with every kind of line break and control character turned into a space."""
    plain = "".join(" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in words)
    return " ".join(plain.split())


def shortened(words: str, most: int = 300) -> str:
    """At most so many characters, cut between words."""
    if len(words) <= most:
        return words
    return words[:most].rsplit(" ", 1)[0] + " …"


def _note(citation: Citation) -> str:
    said = f"{citation.speaker}, {citation.role}" if citation.role else citation.speaker
    return one_line(f"Statement by {said}. {citation.permalink}")


def _bibtex(words: str) -> str:
    return "".join(BIBTEX.get(sign, sign) for sign in one_line(words))


FORMATS = {
    "json": (csl_json, "application/vnd.citationstyles.csl+json"),
    "bib": (bibtex, "application/x-bibtex"),
    "ris": (ris, "application/x-research-info-systems"),
}
