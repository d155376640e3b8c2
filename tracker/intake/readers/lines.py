"""Facts that the lines of a report tell: title, dateline, outlet, byline, publication, language.

Used for plain text, and for what a page's own metadata left open.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from tracker.intake.record import Source
from tracker.lib.text import detect_language

from . import datelines, days

OPENING = 8  # lines in which a title, byline, dateline or publication line is looked for
CLOSING = 3  # lines in which a signature is looked for
PUBLISHED = re.compile(
    r"(?:published|posted|updated|released|issued|date|first published"
    r"|опубликовано|дата|обновлено|veröffentlicht|publié)"
    r"(?: on| at| le| am)?\s*[:–—-]?\s+(?=[\w\d])",
    re.IGNORECASE,
)
BYLINE = re.compile(
    r"(?:(?i:by|author|reported by|written by|автор)|[Vv]on|[Pp]ar)\s*:?\s+(?P<name>[^\W\d_a-zа-я][^\n;:]{2,100}?)\s*$",
)
NAME = re.compile(
    r"(?:[^\W\d_a-zа-я][\w'’-]*\.?)(?:[ ,]+(?:and|и|und|et|y|e|de|van|von|al|(?:d['’])?[^\W\d_a-zа-я][\w'’-]*\.?)){0,9}"
)
AGENCY = re.compile(  # after the names, "By Jane Doe, Reuters" and "By Jane Doe of The Associated Press"
    r",?\s+(?:of |for )?(?P<agency>(?i:reuters?|the associated press|associated press|ap|afp|dpa|ansa|efe|tass|interfax"
    r"|upi|bloomberg(?: news)?|agence france-presse|тасс|интерфакс|риа новости))\.?$"
)
SIGNATURE = re.compile(
    r"(?i:source|outlet|agency|источник|quelle)\s*:\s*(?P<labelled>[^\n]{2,60})$"
    r"|(?i:©|\(c\)|copyright)\s*(?:(?:19|20)\d\d\s*)?(?P<owner>[^\n\d.,]{2,60})"
    r"|[-–—]{1,2}\s*(?P<dashed>[^\W\d_a-zа-я][^\n.,]{1,40})$",
)
ENOUGH_FOR_LANGUAGE = 4_000  # characters
LONGEST_PUBLISHED = 160  # characters of a publication line
LONGEST_TITLE, MOST_TITLE_WORDS, LONGEST_PROPOSED = 220, 32, 120


@dataclass(frozen=True)
class Line:
    """A line of the text that is not empty."""

    number: int
    start: int
    end: int
    words: str

    @property
    def where(self):
        names = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
        return f"{names[self.number]} line" if self.number < len(names) else f"line {self.number + 1}"


def fill(record, *, reference_date=None, url=""):
    """Fills the fields of `record` that are still empty from its text, and says where each was found."""
    found = list(split(record.text))
    opening = found[:OPENING]
    used = set()
    line, dateline = _find_dateline(record.text, opening)
    head = opening[: line.number] if dateline and dateline.day else opening
    _published(record, opening, head, used, reference_date or datetime.now(UTC).date())
    if dateline:
        _dateline(record, line, dateline, reference_date)
    _byline(record, opening, used)
    _title(record, opening, used, dateline)
    _signature(record, found[-CLOSING:] if len(found) > 1 else [])
    _address(record, url)
    _day_as_publication(record)
    if not record.language:
        language = detect_language(record.text[:ENOUGH_FOR_LANGUAGE])
        record.take("language", language, Source("letters and words of the text"))


def split(text):
    """Lines that are not empty, trimmed, in order."""
    position = 0
    number = 0
    for raw in text.split("\n"):
        words = raw.strip()
        if words:
            start = position + raw.index(words[0])
            yield Line(number, start, start + len(words), words)
            number += 1
        position += len(raw) + 1


def _published(record, opening, head, used, near):
    """From a line with a label, or one of `head` that holds nothing else; what follows a dateline is running text."""
    for line in opening:
        if len(line.words) > LONGEST_PUBLISHED:
            continue
        label = PUBLISHED.match(line.words)
        begins = label.end() if label else 0
        moment = days.find_moment(line.words, begins, near=near)
        if moment is None or moment[0] != begins:
            continue
        alone = len(line.words) - moment[1] < 40 and not line.words[moment[1] :].strip(" ).").endswith((".", "said"))
        bare = line in head and alone and len(line.words[moment[1] :].strip()) < 12
        if not label and not bare:
            continue
        used.add(line.number)
        start, stop, value, note = moment
        words = line.words[start:stop]
        where = f"{line.where}" + (f" ({note})" if note else "")
        record.take("published_words", words, Source(line.where, words, (line.start + start, line.start + stop)))
        record.take("published_at", value, Source(where, words, (line.start + start, line.start + stop)))
        return


def _find_dateline(text, opening):
    """(line, Dateline) of the first with a day or an agency, else of the first with a place alone, which a title can
    look like; (None, None) without one."""
    seen = ((line, datelines.find(text, line.start, line.end)) for line in opening)
    ranked = sorted((one for one in seen if one[1]), key=lambda one: not (one[1].day or one[1].agency))
    return ranked[0] if ranked else (None, None)


def _dateline(record, line, found, reference_date):
    where = f"dateline, {line.where}"
    place = record.text[slice(*found.place)]
    record.take("dateline_place", _cased(place), Source(where, place, found.place))
    if found.day:
        _dateline_day(record, found, where, reference_date)
    if found.agency:
        record.take("outlet", found.agency, Source(where, record.text[slice(*found.agency_span)], found.agency_span))


def _dateline_day(record, found, where, reference_date):
    year, month, day = found.day
    words = record.text[slice(*found.day_span)]
    if year is not None:
        value, note = date(year, month, day), ""
    elif record.published_at is not None:
        value, note = (
            days.with_year(month, day, record.published_at.date()),
            "; year not in text, taken from the publication line",
        )
    else:
        near = reference_date or datetime.now(UTC).date()
        told = "the reference date" if reference_date else "today's date"
        value, note = (
            days.with_year(month, day, near),
            f"; year not in text, taken from {told} ({near.isoformat()})",
        )
    record.take("dateline_day", value, Source(where + note, words, found.day_span))


def _cased(place):
    """ "WASHINGTON" -> "Washington"; short capitals ("UN"), "D.C." and mixed names stay."""
    parts = []
    for part in place.split(", "):
        shouted = part.isupper() and len(part) > 3 and "." not in part
        parts.append(re.sub(r"[^\W\d_]+", lambda word: word.group().capitalize(), part) if shouted else part)
    return ", ".join(parts)


def _byline(record, opening, used):
    for line in opening:
        match = BYLINE.match(line.words)
        if match is None or len(line.words) > 120:
            continue
        name = NAME.match(match["name"])
        if name is None:
            continue
        begin = line.start + match.start("name")
        agency = AGENCY.search(line.words)
        words = name.group()[: agency.start() - match.start("name")] if agency else name.group()
        words = words.rstrip(" ,")
        used.add(line.number)
        if agency:
            span = (line.start + agency.start("agency"), line.start + agency.end("agency"))
            record.take("outlet", agency["agency"], Source(f"byline, {line.where}", agency["agency"], span))
        record.take("byline", words, Source(f"byline, {line.where}", words, (begin, begin + len(words))))
        return


def _title(record, opening, used, dateline):
    for line in opening[:3]:
        if line.number in used:
            continue
        if dateline is not None and line.start <= dateline.start < line.end:
            break
        heads = dateline is not None and line.end < dateline.start  # then its full stop may be that of "U.S."
        short = len(line.words) <= LONGEST_TITLE and len(line.words.split()) <= MOST_TITLE_WORDS
        if (
            short
            and len(opening) > 1
            and not line.words.endswith((":", ";", ",") if heads else (".", ":", ";", ","))
            and any(c.isalpha() for c in line.words)
        ):
            record.take("title", line.words, Source(f"title, {line.where}", line.words, (line.start, line.end)))
            return
        break
    _first_sentence(record, opening, dateline)


def _first_sentence(record, opening, dateline):
    """No title line: the opening of the first sentence is proposed."""
    body = next(
        (line for line in opening if dateline and line.start <= dateline.start < line.end),
        opening[0] if opening else None,
    )
    if body is None:
        return
    start = dateline.end if dateline and body.start <= dateline.start < body.end else body.start
    while start < body.end and not record.text[start].isalnum() and record.text[start] not in '"“«':
        start += 1
    words = record.text[start : body.end]
    stop = re.search(r"[.!?](?=\s)", words)
    words = words[: stop.start()] if stop else words.rstrip(".")
    shown = words
    if len(words) > LONGEST_PROPOSED:
        comma = words.find(",", LONGEST_PROPOSED // 3, LONGEST_PROPOSED)
        words = words[:comma] if comma > 0 else words[:LONGEST_PROPOSED].rsplit(" ", 1)[0]
        shown = words + " …"
    where = "opening of the first sentence; there is no title line"
    record.take("title", shown, Source(where, words, (start, start + len(words))))


def _signature(record, closing):
    for line in reversed(closing):
        match = SIGNATURE.match(line.words)
        if match is None or len(line.words) > 90:
            continue
        group = match.lastgroup
        words = match[group].strip()
        begin = line.start + match.start(group)
        record.take("outlet", words, Source(f"signature, {line.where}", words, (begin, begin + len(words))))
        return


def _address(record, url):
    if not url:
        return
    record.take("url", url, Source("address given"))
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return
    host = host.removeprefix("www.")
    if "." in host:
        record.take("outlet", host, Source("domain of the address", host))


def _day_as_publication(record):
    """No publication line: the dateline's day is proposed, saying that the hour is unknown."""
    if record.published_at is not None or record.dateline_day is None:
        return
    day, source = record.dateline_day, record.sources["dateline_day"]
    where = f"{source.where}; only the day is known, midnight UTC taken"
    record.take(
        "published_at",
        datetime(day.year, day.month, day.day, tzinfo=UTC),
        Source(where, source.words, source.span),
    )
    record.take("published_words", source.words, source)
