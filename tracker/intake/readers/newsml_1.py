"""NewsML 1: news items with components. A component with a headline of its own and a text in it becomes a record.

Which of several components is the story: the one with a text content; texts that are alternatives of each other (formats,
or a part of the same story) count once. Pictures, graphics, videos and packages are refused by name.
"""

from tracker.intake.record import Record, Refused

from . import marked_up, strict_xml, wire
from .strict_xml import child, children, first, local, words

FORMAT, NAME = "newsml-1", "a NewsML file"
MEDIA = {
    "photo": "a picture",
    "picture": "a picture",
    "image": "a picture",
    "graphic": "a graphic",
    "animation": "an animation",
    "audio": "a sound recording",
    "video": "a video",
    "complexdata": "a data set",
}
BESIDE = frozenset(["caption", "related", "supporting", "supplementary", "thumbnail", "editornote", "ednote"])
NO_STORY = "This is {what}, not a story. Import the item that holds the text."
EMPTY = "This is a text item, but there is no text in it. Ask for the item with its content."


def recognises(data):
    """The first element is NewsML (or a NewsItem of it)."""
    return strict_xml.opening(data)[0] in (b"NewsML", b"NewsItem")


def read(data, *, content_type="", reference_date=None, url=""):
    """A Record for each story, then what was refused. Raises Refused for what is not well-formed or holds no item."""
    root = strict_xml.parse(data, "NewsML file", content_type=content_type)
    items = [root] if local(root) == "NewsItem" else children(root, "NewsItem")
    if not items:
        raise Refused("There is no news item in this NewsML file. Import the file that holds the story.", format=FORMAT)
    wire.refuse_too_many(items)
    found = [one for item in items for one in _stories(item, reference_date, url)]
    return sorted(found, key=lambda one: isinstance(one, Refused))


def _stories(item, reference_date, url):
    """The records of an item; where it has none, what it is instead."""
    texts = {}
    for content in item.iter():
        if local(content) == "ContentItem" and _is_text(content):
            story = _story_of(content, item)
            text = marked_up.text_of(child(content, "DataContent"))
            if story is not None and len(text) > len(texts.get(story, "")):
                texts[story] = text
    wire.refuse_too_many(texts)
    found = [_record(item, story, text, reference_date, url) for story, text in texts.items()]
    return found or [_refused(item)]


def _record(item, story, text, reference_date, url):
    try:
        record = Record.of(text, EMPTY)
    except Refused as refused:
        return Refused(refused.reason, format=FORMAT, title=_line(story, "HeadLine"))
    _fields(record, item, story)
    wire.finish(record, reference_date=reference_date, url=url)
    wire.put_place(record, _city(story), "city of the item")
    return record


def _is_text(content):
    """Whether a content item is a text: it says so, or says nothing and holds characters that are not encoded."""
    if first(child(content, "DataContent"), "media-reference") is not None or child(content, "DataContent") is None:
        return False
    media = child(content, "MediaType")
    told = (media.get("FormalName") or "").lower() if media is not None else ""
    return told in ("", "text") and child(content, "Encoding") is None


def _story_of(content, item):
    """The component whose headline is the content's: the nearest around it with news lines. None beside the story."""
    found = None
    for around in content.iterancestors():
        if around is item:
            break
        if local(around) != "NewsComponent":
            continue
        role = child(around, "Role")
        if role is not None and (role.get("FormalName") or "").lower().replace(" ", "") in BESIDE:
            return None
        found = around
        if words(child(around, "NewsLines", "HeadLine")):
            return around
    return found


def _refused(item):
    title = words(first(item, "HeadLine"))[:500]
    media = [(one.get("FormalName") or "").lower() for one in item.iter() if local(one) == "MediaType"]
    what = next((MEDIA[name] for name in media if name in MEDIA), "")
    if not what and first(item, "NewsItemRef") is not None:
        what = "a package (a list of other items)"
    if not what and first(child(item, "NewsComponent"), "ContentItem") is None and first(item, "TopicSet") is not None:
        what = "a list of topics"
    if what:
        return Refused(NO_STORY.format(what=what), format=FORMAT, title=title)
    return Refused(EMPTY, format=FORMAT, title=title)


def _fields(record, item, story):
    management, named = child(item, "NewsManagement"), child(item, "Identification", "NewsIdentifier")
    tag = (item.get(strict_xml.XML_LANG) or "").strip()
    language = first(story, "Language")
    wire.put(record, "title", _line(story, "HeadLine"), "headline")
    _identity(record, named)
    wire.put_language(record, language.get("FormalName") if language is not None else "", "language of the content")
    wire.put_language(record, tag, "language of the item (xml:lang)")
    moments = [words(child(management, name)) for name in ("FirstCreated", "ThisRevisionCreated")]
    wire.put_dates(record, *moments, ("first created", "this revision created"), language=tag)
    wire.put_moment(record, "published_at", words(first(named, "DateId")), "date in the identifier", language=tag)
    wire.put(record, "outlet", _party(story, "Provider"), "provider")
    wire.put(record, "outlet", _party(story, "Source"), "source")
    wire.put(record, "outlet", _line(story, "CreditLine"), "credit line")
    wire.put_byline(record, _line(story, "ByLine"), "byline")
    wire.put_byline(record, words(first(story, "byline"), without=("byttl",)), "byline in the content")
    wire.put_dateline(record, _line(story, "DateLine"), "dateline of the item")
    wire.put_dateline(record, wire.dateline_words(first(story, "dateline")), "dateline in the content")
    wire.put(record, "summary", words(first(story, "abstract")), "abstract")
    wire.put_kind(record, [one.get("FormalName") for one in story.iter() if local(one) == "Genre"], "genre")
    _status(record, management, tag)


def _identity(record, named):
    """The identifier without the revision that ends it, and the revision."""
    revision, public = child(named, "RevisionId"), words(child(named, "PublicIdentifier"))
    version = words(revision)
    update = (revision.get("Update") or "").strip() if revision is not None else ""
    for ending in (f":{version}{update}", f":{version}"):
        if version and public.endswith(ending):
            public = public[: -len(ending)]
            break
    parts = [words(child(named, name)) for name in ("ProviderId", "DateId", "NewsItemId")]
    if not public and all(parts):
        public = "urn:newsml:" + ":".join(parts)
    wire.put(record, "identifier", public, "public identifier")
    wire.put(record, "version", version, "revision")


def _status(record, management, tag):
    status = child(management, "Status")
    told = (status.get("FormalName") or "") if status is not None else ""
    wire.note_status(record, told)
    if told.lower() == "embargoed":
        until = words(child(management, "StatusWillChange", "DateAndTime"))
        wire.put_moment(record, "embargoed_until", until, "when its status will change", language=tag)


def _around(story):
    """The component, those around it, and those in it."""
    return [story, *(one for one in story.iterancestors() if local(one) == "NewsComponent"), *_inside(story)]


def _inside(story):
    return [one for one in story.iter() if local(one) == "NewsComponent" and one is not story]


def _line(story, name):
    """A news line of the component, of one around it, or in it."""
    return next((line for place in _around(story) if (line := words(child(place, "NewsLines", name)))), "")


def _party(story, name):
    """Who is named as the provider or source of the component, or of one around or in it."""
    for place in _around(story):
        party = child(place, "AdministrativeMetadata", name, "Party")
        if party is not None and (party.get("FormalName") or words(party)):
            return words(party) or party.get("FormalName")
    return ""


def _city(story):
    cities = (
        one.get("Value")
        for one in story.iter()
        if local(one) == "Property" and (one.get("FormalName") or "").lower() == "city"
    )
    return next((city for city in cities if city), "")
