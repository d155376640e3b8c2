"""NewsML-G2: a news item, or a message that carries several. Text items become records, all others are refused by name.

The document inside (NITF, XHTML, plain text) is kept whole with its own headline, without its byline, its abstract and its
notes. Published is when the item was first created (of a later version without that: when its content was), updated when
this version was.
"""

from tracker.intake.record import Record, Refused

from . import marked_up, strict_xml, wire
from .strict_xml import child, children, first, local, words

FORMAT, NAME = "newsml-g2", "a NewsML-G2 file"
NAMESPACE = b"iptc.org/std/nar/"
ITEMS = {
    "newsItem": "a news item",
    "packageItem": "a package (a list of other items)",
    "planningItem": "a planning item (what will be covered)",
    "conceptItem": "a concept item (a person, place, event or subject)",
    "knowledgeItem": "a knowledge item (a list of terms)",
    "catalogItem": "a catalogue of code lists",
    "catalog": "a catalogue of code lists",
}
PARTS = frozenset(["contentMeta", "contentSet", "groupSet", "itemMeta", "newsMessage"])
CLASSES = {
    "picture": "a picture",
    "photo": "a picture",
    "graphic": "a graphic",
    "video": "a video",
    "audio": "a sound recording",
    "animation": "an animation",
    "composite": "a composite of several media",
    "scheme": "a list of terms",
}
NO_STORY = "This is {what}, not a story. Import the item that holds the text."
NO_TEXT = "This is a text item, but its text is not in the file ({why}). Ask for the item with its content."
EMPTY = "There is no text in it."


def recognises(data):
    """The first element is one of NewsML-G2, in its namespace or with a name that only it uses."""
    name, attributes = strict_xml.opening(data)
    name = name.decode("ascii", "replace")
    if name in ITEMS:
        return NAMESPACE in attributes or (name != "catalog" and b"standardversion" in attributes)
    return name in PARTS


def read(data, *, content_type="", reference_date=None, url=""):
    """A Record for each text item, then what was refused. Raises Refused for what is no NewsML-G2 file."""
    root = strict_xml.parse(data, "NewsML-G2 file", content_type=content_type)
    items = [root] if local(root) in ITEMS else [item for set_ in children(root, "itemSet") for item in set_]
    wire.refuse_too_many(items)
    found = [_item(item, reference_date, url) for item in items if local(item) in ITEMS]
    if not found:
        what = (
            f"a part of a NewsML-G2 file ({local(root)}) without an item"
            if items or local(root) != "newsMessage"
            else ""
        )
        raise Refused(NO_STORY.format(what=what or "a NewsML-G2 message without an item"), format=FORMAT)
    return sorted(found, key=lambda one: isinstance(one, Refused))


def _item(item, reference_date, url):
    about, title = child(item, "contentMeta"), _title(item)
    if local(item) != "newsItem":
        return Refused(NO_STORY.format(what=ITEMS[local(item)]), format=FORMAT, title=title)
    kind = _class(item)
    content = [part for set_ in children(item, "contentSet") for part in children(set_, "inlineXML", "inlineData")]
    text = next((text for part in content if (text := _text(part))), "")
    if kind and kind != "text":
        what = CLASSES.get(kind, f"a news item of the kind “{kind[:40]}”")
        return Refused(NO_STORY.format(what=what), format=FORMAT, title=title)
    if not text and not (content and title):
        why = "it is empty" if content else "it holds only what is said about it"
        return Refused(NO_TEXT.format(why=why), format=FORMAT, title=title or item.get("guid", "")[:200])
    try:
        record = Record.of(text or title, EMPTY)
    except Refused as refused:
        return Refused(refused.reason, format=FORMAT, title=title)
    if not text:
        record.notes.append("It came without a text; its headline was taken.")
    _fields(record, item, about, title)
    wire.finish(record, reference_date=reference_date, url=url)
    wire.put_place(record, _located(item, about), "located")
    return record


def _class(item):
    """The last part of the item's class ("text", "picture"), "" where it has none."""
    element = child(item, "itemMeta", "itemClass")
    if element is None:
        return ""
    code = element.get("qcode") or element.get("uri") or element.get("literal") or ""
    return code.replace("/", ":").rsplit(":", 1)[-1].strip().lower()


def _text(part):
    if part.get("encoding") or part.get("hascontent") == "false":
        return ""
    return marked_up.text_of(part)


def _title(item):
    about = child(item, "contentMeta")
    headlines = [line for line in children(about, "headline") if words(line)]
    plain = [line for line in headlines if "sub" not in (line.get("role") or "").lower()]
    found = next(iter(plain + headlines), None)
    if found is None:
        found = child(item, "itemMeta", "title")
    if not words(found):
        found = first(child(item, "contentSet"), "hl1", "title")
    return wire.clean(words(found))[:500]


def _fields(record, item, about, title):
    management = child(item, "itemMeta")
    tag = item.get(strict_xml.XML_LANG) or ""
    language = child(about, "language")
    wire.put(record, "title", title, "headline")
    wire.put(record, "identifier", item.get("guid"), "guid of the item")
    wire.put(record, "version", item.get("version"), "version of the item")
    wire.put_language(record, language.get("tag") if language is not None else "", "language of the content")
    wire.put_language(record, tag, "language of the item (xml:lang)")
    _dates(record, management, about, item.get("version"), tag)
    wire.put(record, "outlet", words(child(about, "creditline")).strip(" -–—"), "creditline")
    wire.put(record, "outlet", _name(child(management, "provider")), "provider")
    wire.put_byline(record, words(child(about, "by")), "by")
    inside = first(child(item, "contentSet"), "byline")
    wire.put_byline(record, words(inside, without=("byttl",)), "byline in the content")
    wire.put_byline(record, _person(about), "creator")
    for line in children(about, "dateline"):
        wire.put_dateline(record, words(line), "dateline of the item")
    wire.put_dateline(
        record, wire.dateline_words(first(child(item, "contentSet"), "dateline")), "dateline in the content"
    )
    for told in children(about, "description"):
        role = (told.get("role") or "summary").lower()
        if "caption" not in role:
            wire.put(record, "summary", words(told), "description")
    wire.put(record, "summary", words(first(child(item, "contentSet"), "abstract")), "abstract in the content")
    wire.put_kind(record, [_name(genre) for genre in children(about, "genre")], "genre")
    status = child(management, "pubStatus")
    wire.note_status(record, (status.get("qcode") or status.get("uri") or "") if status is not None else "")


def _dates(record, management, about, version, tag):
    made = words(child(management, "firstCreated"))
    content = words(child(about, "contentCreated"))
    this = words(child(management, "versionCreated"))
    changed = this or words(child(about, "contentModified"))
    later = (version or "").isdigit() and int(version[:9]) > 1
    if made:
        wire.put_dates(record, made, this, ("firstCreated", "versionCreated"), language=tag)
    elif later or not this:
        wire.put_dates(record, content, changed, ("contentCreated", "versionCreated"), language=tag)
    wire.put_dates(record, this, this, ("versionCreated", "versionCreated"), language=tag)
    wire.put_moment(record, "embargoed_until", words(child(management, "embargoed")), "embargoed", language=tag)


def _name(element):
    """What an element names: its name, else its literal, else the last part of its code."""
    if element is None:
        return ""
    code = element.get("literal") or (element.get("qcode") or "").rsplit(":", 1)[-1]
    return words(child(element, "name")) or code


def _person(about):
    creators = (one for one in children(about, "creator") if (one.get("type") or "").lower().endswith("person"))
    return next((words(child(one, "name")) for one in creators), "")


def _located(item, about):
    """The city where it was written, by its name."""
    places = children(about, "located") + children(child(item, "itemMeta"), "located")
    places.sort(key=lambda place: not (place.get("type") or "").lower().endswith("city"))
    return next((name for place in places if (name := words(child(place, "name")) or place.get("literal", ""))), "")
