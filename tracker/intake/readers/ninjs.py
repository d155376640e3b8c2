"""ninjs, news in JSON, versions 1 to 3: one item, a list of items, or an answer of an agency's API that holds items.

Version 1 has headline and body_html, body_xhtml or body_text; 2 and 3 have lists (headlines, bodies, descriptions) whose
members say their role; 3 writes versionCreated where 1 and 2 write versioncreated. So names are compared in lower case.
An item attached to a story (its picture) is part of it and not listed.
"""

import json
import re

from tracker.intake.record import Record, Refused

from . import encoding, marked_up, wire

FORMAT, NAME = "ninjs", "a ninjs file"
MARKS = re.compile(
    rb'"(versioncreated|firstcreated|contentcreated|pubstatus|body_html|body_xhtml|body_text|bodies|headlines?|descriptions?'
    rb'|description_text|copyrightnotice|copyrightholder|eventdetails|representationtype|renditions|byline)"\s*:',
    re.IGNORECASE,
)
IDENTITY = re.compile(rb'"(?:uri|guid)"\s*:', re.IGNORECASE)
ENOUGH_MARKS = 2
STORIES = frozenset(["text", "story", "article", ""])
OTHERS = {
    "picture": "a picture",
    "image": "a picture",
    "graphic": "a graphic",
    "video": "a video",
    "audio": "a sound recording",
    "composite": "a package of several items",
    "package": "a package of several items",
    "planning": "a planning item (what will be covered)",
    "event": "an event (what will happen)",
    "component": "a component for other pages",
}
NO_STORY = "This is {what}, not a story. Import the item that holds the text."
EMPTY = "This is a text item, but there is no text in it. Ask for the item with its content."
BROKEN = "This is not well-formed JSON ({why}). Ask for the file again, or paste the text of the report."
DEEPEST = 6  # levels of an answer in which items are looked for


def recognises(data):
    """JSON in which an item has an identity and at least two of the names that only news items have."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"[") or not IDENTITY.search(data):
        return False
    return len({mark.lower() for mark in MARKS.findall(data)}) >= ENOUGH_MARKS


def read(data, *, content_type="", reference_date=None, url=""):
    """A Record for each story, then what was refused. Raises Refused for what is no JSON or holds no item."""
    text, _, _ = encoding.decode(data, content_type=content_type)
    try:
        whole = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise Refused(BROKEN.format(why=str(error)[:80]), format=FORMAT) from error
    items = list(_items(whole))
    wire.refuse_too_many(items)
    found = [_read(item, reference_date, url) for item in items]
    if not found:
        raise Refused("There is no news item in this JSON file. Import the file that holds the story.", format=FORMAT)
    return sorted(found, key=lambda one: isinstance(one, Refused))


def _items(whole):
    """Every object that is an item, outermost first; what is attached to an item is not looked at."""
    level = [whole]
    for _ in range(DEEPEST):
        below = []
        for value in level:
            item = _lowered(value)
            if item is not None and _is_item(item):
                yield item
            elif isinstance(value, dict):
                below.extend(one for one in value.values() if isinstance(one, dict | list))
            elif isinstance(value, list):
                below.extend(one for one in value if isinstance(one, dict | list))
        level = below


def _lowered(value):
    return {key.lower(): inner for key, inner in value.items()} if isinstance(value, dict) else None


def _is_item(item):
    told = (
        "headline",
        "headlines",
        "body_html",
        "body_xhtml",
        "body_text",
        "bodies",
        "title",
        "descriptions",
        "description_text",
    )
    return ("uri" in item or "guid" in item) and any(name in item for name in told)


def _read(item, reference_date, url):
    title = wire.clean(_chosen(item, "headlines", ("main", "headline")) or _first(item, "headline", "title"))[:500]
    kind = wire.clean(_first(item, "type")).lower()
    if not kind and "eventdetails" in item:
        kind = "event"
    if kind not in STORIES:
        what = OTHERS.get(kind, f"an item of the type “{kind[:40]}”")
        return Refused(NO_STORY.format(what=what), format=FORMAT, title=title)
    try:
        record = Record.of(_text(item), EMPTY)
    except Refused as refused:
        return Refused(refused.reason, format=FORMAT, title=title)
    _fields(record, item, title)
    wire.finish(record, reference_date=reference_date, url=url)
    place = item.get("located") or (_lowered(item.get("datelinelocation")) or {}).get("city")
    wire.put_place(record, place, "located")
    return record


def _text(item):
    """The richest body: markup tells paragraphs, which plain text may have lost."""
    bodies = [_first(item, name) for name in ("body_xhtml", "body_html")]
    listed = [body for one in _listed(item, "bodies") if (body := _lowered(one)) is not None]
    listed.sort(key=lambda body: "html" not in wire.clean(body.get("contenttype")))
    bodies += [body["value"] for body in listed if isinstance(body.get("value"), str)]
    bodies.append(_first(item, "body_text"))
    bodies += [inner for name, inner in item.items() if name.startswith("body_") and isinstance(inner, str)]
    return next((text for body in bodies if body and (text := marked_up.text_of_words(body))), "")


def _fields(record, item, title):
    tag = wire.clean(_first(item, "language", "lang"))
    wire.put(record, "title", title, "headline")
    wire.put(record, "identifier", _first(item, "guid", "uri"), "guid" if item.get("guid") else "uri")
    wire.put(record, "version", str(item.get("version") or ""), "version")
    wire.put_language(record, tag, "language")
    made, this = _first(item, "firstcreated", "contentcreated"), _first(item, "versioncreated")
    wire.put_dates(record, made, this, ("firstcreated", "versioncreated"), language=tag)
    for name in ("embargoed", "embargoeduntil"):
        wire.put_moment(record, "embargoed_until", _first(item, name), name, language=tag)
    _outlet(record, item)
    wire.put_byline(record, _first(item, "byline", "by"), "byline")
    summary = _chosen(item, "descriptions", ("summary", "abstract", "text", "")) or _first(item, "description_text")
    wire.put(record, "summary", summary, "description")
    wire.put(record, "summary", _as_line(_first(item, "description_html")), "description")
    genres = [_lowered(genre) or {} for genre in (*_listed(item, "genre"), *_listed(item, "genres"))]
    wire.put_kind(record, [genre.get("name") for genre in genres], "genre")
    wire.note_status(record, _first(item, "pubstatus"))


def _outlet(record, item):
    wire.put(record, "outlet", _first(item, "source", "provider"), "source")
    for one in (*_listed(item, "infosources"), *_listed(item, "infosource")):
        wire.put(record, "outlet", (_lowered(one) or {}).get("name"), "source of the information")
    wire.put(record, "outlet", _first(item, "copyrightholder"), "copyright holder")


def _first(item, *names):
    """The first of the values that is a string with something in it, "" without."""
    return next((item[name] for name in names if isinstance(item.get(name), str) and item[name].strip()), "")


def _listed(item, name):
    value = item.get(name)
    return value if isinstance(value, list) else []


def _chosen(item, name, roles):
    """The value of the list's member with the first of the roles that is there, else of its first member."""
    members = [member for one in _listed(item, name) if (member := _lowered(one)) is not None]
    members = [member for member in members if isinstance(member.get("value"), str) and member["value"].strip()]
    for role in roles:
        for member in members:
            if wire.clean(member.get("role")).lower() == role:
                return member["value"]
    return members[0]["value"] if members else ""


def _as_line(markup):
    return " ".join(marked_up.text_of_words(markup).split())
