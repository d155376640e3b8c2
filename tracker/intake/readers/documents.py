"""What a document's own information (title, author, days) is worth beside its text. For PDF and DOCX.

The text comes first where both speak: programs fill the information with names of files, of templates, of clerks.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime

from tracker.intake.record import Record, Source
from tracker.lib.text import one_line

from . import lines

OPENING = 1500  # characters of the text in which a title is looked for
FEWEST_WORDS = 3  # of a title that stands in the information only
NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)|powerpoint|(?:un|no )titled?|document|dokument|title|presentation|slide)"
    r"\b.{0,12}$|microsoft word - |[^ ]*$|.*\.(?:docx?|pdf|rtf|odt|indd|qxp|pages|txt|html?|tex|ps|dvi)$",
    re.IGNORECASE,
)
NO_AUTHOR = re.compile(
    r".*\b(?:user|admin\w*|owner|unknown|un-?named|anonymous|author|pc|windows|microsoft|office|python-docx|hp|lenovo|dell"
    r"|acer|asus|default|root)\b|[^ ]*\d[^ ]*$|.*[@\\/]",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Information:
    """As the document's program wrote it; empty or None where it says nothing. `created_words` are the bare words."""

    title: str = ""
    author: str = ""
    language: str = ""
    created: datetime | None = None
    modified: datetime | None = None
    created_words: str = ""
    modified_words: str = ""
    zone_known: bool = True


def fill(
    record: Record,
    told: Information,
    *,
    heading: Source | None = None,
    reference_date: date | None = None,
    url: str = "",
) -> None:
    """Fills `record` from the text, its `heading` and what is `told`, in the order of trust."""
    _title(record, told, heading)
    code = re.match(r"[a-zA-Z]{2}(?=[-_]|$)", told.language)
    if code:
        record.take("language", code.group().lower(), Source(f"{WHERE} (language)", told.language[:40]))
    near = reference_date or (told.created.date() if told.created else None)
    lines.fill(record, reference_date=near, url=url)
    author = one_line(told.author)
    if " " in author and not NO_AUTHOR.match(author):  # one word is the name of an account
        record.take("byline", author, Source(f"{WHERE} (author)", author))
    zone = "" if told.zone_known else "; no time zone given, UTC taken"
    if told.created and record.take("published_at", told.created, Source(f"{CREATED}{zone}", told.created_words)):
        record.take("published_words", told.created_words, Source(CREATED, told.created_words))
    if told.modified and told.modified != told.created:
        record.take("updated_at", told.modified, Source(f"{WHERE} (last changed{zone})", told.modified_words))


WHERE = "information kept in the document"
CREATED = f"{WHERE} (created); the text names no day"


def _title(record, told, heading):
    """A title that opens the text too is sure; one that is nowhere in it is taken where it reads like one."""
    words = one_line(told.title)
    loose = r"\s+".join(re.escape(word) for word in words.split()[:60])
    found = re.search(loose, record.text[:OPENING], re.IGNORECASE)
    if found and any(letter.isalpha() for letter in words):
        record.take("title", found.group(), Source(f"{WHERE} (title)", found.group(), found.span()))
    elif heading is not None:
        record.take("title", heading.words, heading)
    elif len(words.split()) >= FEWEST_WORDS and not NO_TITLE.match(words):
        record.take("title", words, Source(f"{WHERE} (title)", words))
