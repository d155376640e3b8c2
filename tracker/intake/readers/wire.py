"""What the wire formats have in common: moments, datelines, bylines and languages as they write them.

Everything goes into a Record by `take`, with the words and where they stood; an assumption is said there.
"""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tracker.intake.record import LONGEST_LINE, Refused, Source

from . import datelines, days, lines, strict_xml

# A language tag with the country whose own language it is tells the clock where a moment has no zone.
CLOCKS = {
    "cs-cz": "Europe/Prague", "da-dk": "Europe/Copenhagen", "de-at": "Europe/Vienna", "de-ch": "Europe/Zurich",
    "de-de": "Europe/Berlin", "el-gr": "Europe/Athens", "fi-fi": "Europe/Helsinki", "he-il": "Asia/Jerusalem",
    "hu-hu": "Europe/Budapest", "it-it": "Europe/Rome", "ja-jp": "Asia/Tokyo", "ko-kr": "Asia/Seoul",
    "lt-lt": "Europe/Vilnius", "lv-lv": "Europe/Riga", "nb-no": "Europe/Oslo", "nl-nl": "Europe/Amsterdam",
    "nn-no": "Europe/Oslo", "pl-pl": "Europe/Warsaw", "ro-ro": "Europe/Bucharest", "sv-fi": "Europe/Helsinki",
    "sv-se": "Europe/Stockholm", "tr-tr": "Europe/Istanbul", "uk-ua": "Europe/Kyiv",
}  # fmt: skip
SHORT = re.compile(r"(\d{8})(\d{6})(Z|[+-]\d{4})?")
BY = re.compile(r"(?:by|von|par|av|af|por|di|da|door|autor|author)\s*:?\s+(?=\S)", re.IGNORECASE)
NO_NAME = re.compile(
    r"(?i:(?:(?:the|our|own|staff|special|news|foreign|agency|dpa|afp|ap|reuters|ansa|efe)\s+)*"
    r"(?:staff|reporters?|writers?|correspondents?|newsroom|news ?desk|desk|editors?|agenc(?:y|ies)|associated press|ap"
    r"|reuters|afp|dpa))"
    r"|[a-z]{1,4}(?:[/.\s-]+[a-z]{1,4})*|/[^/]*/"
)
BRACKETS = re.compile(r"\([^()]*\)|/[^/]+/")
NO_PLACE = re.compile(r"\d|^(?:mon|tues|wednes|thurs|fri|satur|sun)day$", re.IGNORECASE)
LONGEST_PLACE, MOST_STORIES = 80, 2000
KINDS = (
    (re.compile(r"transcript", re.IGNORECASE), "transcript"),
    (re.compile(r"communiqu", re.IGNORECASE), "communique"),
    (re.compile(r"press.?release|official statement|^statement$", re.IGNORECASE), "official_statement"),
    (re.compile(r"read.?out", re.IGNORECASE), "readout"),
)
GONE = re.compile(r"(?:^|[:/])(?:cancell?ed|withheld|killed?)$", re.IGNORECASE)


def refuse_too_many(stories):
    if len(stories) > MOST_STORIES:
        raise Refused(f"It holds {len(stories):,} stories; up to {MOST_STORIES:,} can be read at once. Split the file.")


def clean(words):
    """Characters fit for a field: one line, no NUL, no half characters."""
    if not isinstance(words, str):
        return ""
    words = words[: LONGEST_LINE * 20].encode("utf-8", "replace").decode("utf-8").replace("\0", "")
    return " ".join(words.split())


def put(record, name, words, where):
    """Sets a field that is still empty to words, telling where they stood; says whether it did."""
    words = clean(words)[:LONGEST_LINE].strip()
    return record.take(name, words, Source(where, words))


def put_moment(record, name, words, where, *, language=""):
    """Sets a field to the moment that words tell, if they tell one."""
    words = clean(words)[:100]
    found = moment(words, language)
    if found is None:
        return False
    value, note = found
    taken = record.take(name, value, Source(f"{where} ({note})" if note else where, words))
    if taken and name == "published_at":
        record.take("published_words", words, Source(where, words))
    return taken


def moment(words, language=""):
    """(aware datetime, what was assumed or "") for ISO 8601 in its long and short forms, or None."""
    short = SHORT.fullmatch(words)
    if short:
        words = f"{short[1]}T{short[2]}{short[3] or ''}"
    try:
        value = datetime.fromisoformat(words)
    except ValueError:
        return None
    if not 1900 <= value.year <= 2100:
        return None
    if value.tzinfo is not None:
        return value, ""
    only_day = ":" not in words and "T" not in words
    note = "no time given, midnight taken; " if only_day else ""
    clock = CLOCKS.get(language.lower().replace("_", "-"))
    if clock:
        return value.replace(
            tzinfo=ZoneInfo(clock)
        ), f"{note}no time zone given, {clock} taken from the language {language}"
    return value.replace(tzinfo=UTC), f"{note}no time zone given, UTC taken"


def put_dates(record, first, version, where, *, language=""):
    """`first` is when the story began, `version` when this version was made: published at, and updated at if later."""
    put_moment(record, "published_at", first, where[0], language=language)
    put_moment(record, "published_at", version, where[1], language=language)
    later = moment(clean(version)[:100], language)
    if later and record.published_at and later[0] > record.published_at:
        put_moment(record, "updated_at", version, where[1], language=language)


def put_language(record, tag, where):
    tag = clean(tag)
    code = re.match(r"[A-Za-z]{2}(?=[-_]|$)", tag)
    if code:
        record.take("language", code.group().lower(), Source(where, tag[:40]))


def put_byline(record, words, where):
    """Names of persons only: "Staff Reporter", "gr/bp" and "/agency/" name nobody."""
    words = BY.sub("", clean(words), count=1) if BY.match(clean(words)) else clean(words)
    words = words.strip(" ,;:=-")
    if words and not NO_NAME.fullmatch(words) and any(letter.isalpha() for letter in words):
        put(record, "byline", words, where)


def put_dateline(record, words, where):
    """Place and day out of a dateline that stands alone ("STOCKHOLM, Aug 29, 2014 (AFP) -")."""
    words = clean(words)[:200]
    found = datelines.find(words + " - x", 0, len(words) + 4)
    if found and not (found.day or found.agency):
        found = None
    place = words[slice(*found.place)] if found else _place(words)
    if place:
        record.take("dateline_place", cased(place), Source(where, words))
    if found and found.day:
        year, month, day = found.day
        near = record.published_at
        if year is None and near is None:
            return
        value = days.with_year(month, day, near.date()) if year is None else datetime(year, month, day).date()
        note = "; year not in it, taken from the publication" if year is None else ""
        record.take("dateline_day", value, Source(where + note, words))


def dateline_words(element):
    """The words of a dateline element; city, state and country one after the other become "City, State"."""
    location = strict_xml.child(element, "location")
    parts = strict_xml.children(location, "city", "sublocation", "state", "region", "country")
    if len(parts) > 1:
        return ", ".join(strict_xml.words(part) for part in parts[:2])
    return strict_xml.words(element, without=("story.date",))


def _place(words):
    """What stands before a date or agency: "FORT ELLERY, Pa.", "(ANSA) - ROMA, 1 LUG -"."""
    words = re.split(r"\s[-–—]+\s", BRACKETS.sub(" ", words).strip(" -–—_"))[-1]
    parts = []
    for part in (part.strip(" -–—") for part in words.split(",")):
        if not part or NO_PLACE.search(part):
            break
        parts.append(part)
    place = ", ".join(parts)
    return place if len(place) <= LONGEST_PLACE and any(letter.isalpha() for letter in place) else ""


def cased(place):
    """ "WASHINGTON" -> "Washington"; short capitals and abbreviations stay."""
    return ", ".join(
        re.sub(r"[^\W\d_]+", lambda word: word.group().capitalize(), part)
        if part.isupper() and len(part) > 3 and "." not in part
        else part
        for part in place.split(", ")
    )


def put_place(record, name, where):
    """A place that the format names apart from any dateline: taken where nothing else told one."""
    name = clean(name)
    if name and len(name) <= LONGEST_PLACE and any(letter.isalpha() for letter in name):
        record.take("dateline_place", cased(name), Source(where, name))


def put_kind(record, names, where):
    for name in names:
        kind = next((kind for pattern, kind in KINDS if pattern.search(clean(name))), "")
        if kind:
            record.take("kind", kind, Source(where, clean(name)[:100]))


def note_status(record, status):
    """A story that its agency has taken back is kept, and says so."""
    if GONE.search(clean(status)):
        record.notes.append(f"Its source has withdrawn it (status “{clean(status)[:40]}”).")


def finish(record, *, reference_date=None, url=""):
    """What the format left open, from the lines of the text."""
    lines.fill(record, reference_date=reference_date, url=url)
    return record
