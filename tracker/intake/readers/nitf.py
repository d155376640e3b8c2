"""NITF: one story in a file. The text is body.content; what stands in head and body.head becomes the fields."""

import re

from tracker.intake.record import Record, Refused

from . import marked_up, strict_xml, wire
from .strict_xml import child, children, first, words

FORMAT, NAME = "nitf", "an NITF file"
RIGHTS = re.compile(r"[.,;]?\s*all rights reserved\.?$", re.IGNORECASE)
EMPTY = "There is no text in this NITF file{what}. Import the file that holds the story."


def recognises(data):
    """The first element is nitf."""
    return strict_xml.opening(data)[0].lower() == b"nitf"


def read(data, *, content_type="", reference_date=None, url=""):
    """The Record of the story. Raises Refused where it is not well-formed or holds no text."""
    root = strict_xml.parse(data, "NITF file", content_type=content_type)
    head, body = child(root, "head"), child(root, "body")
    opening = child(body, "body.head")
    title = _title(head, opening)
    media = first(body, "media")
    text = marked_up.text_of(child(body, "body.content"))
    if not text:
        what = f", only {_medium(media)}" if media is not None else ""
        raise Refused(EMPTY.format(what=what), format=FORMAT, title=title)
    record = Record.of(text, EMPTY.format(what=""))
    _fields(record, root, head, opening, title)
    wire.finish(record, reference_date=reference_date, url=url)
    wire.put_place(record, _event_place(child(head, "docdata")), "place of the event (evloc)")
    return [record]


def _medium(media):
    return {"image": "a picture", "video": "a video", "audio": "a sound recording"}.get(
        (media.get("media-type") or "").lower(), "a picture or recording"
    )


def _title(head, opening):
    found = words(child(opening, "hedline", "hl1")) or words(child(opening, "hedline"))
    return (found or words(child(head, "title")))[:500]


def _fields(record, root, head, opening, title):
    about = child(head, "docdata")
    tag = root.get("baselang") or root.get(strict_xml.XML_LANG) or root.get("lang") or ""
    wire.put(record, "title", title, "headline" if words(child(opening, "hedline")) else "title")
    wire.put(record, "identifier", _attribute(about, "doc-id", "id-string"), "document id")
    wire.put(record, "version", _attribute(about, "du-key", "version"), "version (du-key)")
    wire.put_language(record, tag, "language of the document")
    _dates(record, head, about, opening, tag)
    _outlet(record, about, opening)
    for line in children(opening, "byline"):
        wire.put_byline(record, words(line, without=("byttl",)), "byline")
    wire.put_dateline(record, wire.dateline_words(child(opening, "dateline")), "dateline of the document")
    wire.put(record, "summary", words(child(opening, "abstract")), "abstract")
    wire.put_kind(record, [_attribute(head, "tobject", "tobject.type")], "type of the document")
    wire.note_status(record, about.get("management-status") if about is not None else "")


def _dates(record, head, about, opening, tag):
    issued = _attribute(about, "date.issue", "norm")
    wire.put_moment(record, "published_at", issued, "date of issue", language=tag)
    printed = _attribute(head, "pubdata", "date.publication")
    wire.put_moment(record, "published_at", printed, "date of publication", language=tag)
    written = first(opening, "story.date")
    if written is not None:
        wire.put_moment(record, "published_at", written.get("norm"), "date of the story", language=tag)
    released = wire.moment(wire.clean(_attribute(about, "date.release", "norm")), tag)
    if released and record.published_at is not None and released[0] > record.published_at:
        wire.put_moment(
            record, "embargoed_until", _attribute(about, "date.release", "norm"), "date of release", language=tag
        )
    elif released:
        wire.put_moment(
            record, "published_at", _attribute(about, "date.release", "norm"), "date of release", language=tag
        )


def _outlet(record, about, opening):
    wire.put(record, "outlet", words(child(opening, "distributor")), "distributor")
    wire.put(record, "outlet", RIGHTS.sub("", _attribute(about, "doc.copyright", "holder") or ""), "copyright holder")
    wire.put(record, "outlet", _attribute(about, "doc-id", "regsrc"), "source of the document id")
    wire.put(record, "outlet", _attribute(child(about, "del-list"), "from-src", "src-name"), "delivered by")


def _event_place(about):
    return _attribute(about, "evloc", "city")


def _attribute(parent, name, attribute):
    """The attribute of the first child element that has it, or ""."""
    return next((one.get(attribute) for one in children(parent, name) if one.get(attribute)), "")
