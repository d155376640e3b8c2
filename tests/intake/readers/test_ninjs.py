"""ninjs 1 to 3: items, lists of items, and answers that hold them."""

import json
from datetime import UTC, datetime

import pytest

from tracker.intake.readers import Record, Refused, read_all

ONE = {
    "guid": "urn:kestrel:1",
    "version": "2",
    "type": "text",
    "headline": "Envoys meet again",
    "byline": "By Ann Doe",
    "located": "Port Ellery",
    "firstcreated": "2022-03-14T17:30:00+0000",
    "versioncreated": "2022-03-14T18:30:00+0000",
    "embargoed": "2022-03-15T06:00:00Z",
    "source": "Kestrel Press",
    "language": "en-GB",
    "description_text": "In short.",
    "ednote": "For editors only",
    "pubstatus": "usable",
    "body_html": "<p>They met.</p>\n<p>They parted.</p>",
    "body_text": "They met. They parted.",
    "associations": {"featuremedia": {"guid": "p1", "type": "picture", "headline": "A harbour", "versioncreated": "x"}},
}
THREE = {
    "uri": "urn:kestrel:1",
    "version": "2",
    "headlines": [{"role": "sub", "value": "Second"}, {"role": "main", "value": "Envoys meet again"}],
    "by": "Von Ann Doe",
    "located": "Port Ellery",
    "firstCreated": "2022-03-14T17:30:00Z",
    "versionCreated": "2022-03-14T18:30:00Z",
    "embargoed": "2022-03-15T06:00:00Z",
    "infoSources": [{"name": "Kestrel Press"}],
    "language": "en",
    "descriptions": [{"role": "caption", "value": "No"}, {"role": "summary", "value": "In short."}],
    "edNote": "For editors only",
    "bodies": [
        {"role": "main", "contentType": "text/plain", "value": "They met. They parted."},
        {"role": "rich", "contentType": "application/xhtml+xml", "value": "<p>They met.</p><p>They parted.</p>"},
    ],
}
TWO = {
    (name if name not in ("firstCreated", "versionCreated") else name.lower()): value for name, value in THREE.items()
}


def data(value):
    return json.dumps(value).encode()


@pytest.mark.parametrize("item", [ONE, TWO, THREE], ids=["1", "2", "3"])
def test_fields(item):
    (record,) = read_all(data(item))
    assert (record.text, record.format) == ("They met.\nThey parted.", "ninjs")
    assert (record.title, record.byline, record.outlet) == ("Envoys meet again", "Ann Doe", "Kestrel Press")
    assert (record.dateline_place, record.summary, record.language) == ("Port Ellery", "In short.", "en")
    assert record.published_at == datetime(2022, 3, 14, 17, 30, tzinfo=UTC)
    assert record.updated_at == datetime(2022, 3, 14, 18, 30, tzinfo=UTC)
    assert record.embargoed_until == datetime(2022, 3, 15, 6, tzinfo=UTC)
    assert (record.identifier, record.version) == ("urn:kestrel:1", "2")


@pytest.mark.parametrize(
    "around", [lambda item: [item, item], lambda item: {"data": {"items": [{"item": item}, {"item": item}]}}]
)
def test_lists_and_answers(around):
    assert [one.title for one in read_all(data(around(ONE)))] == ["Envoys meet again"] * 2


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"type": "picture"}, "This is a picture"),
        ({"type": "graphic"}, "This is a graphic"),
        ({"type": "video"}, "This is a video"),
        ({"type": "audio"}, "This is a sound recording"),
        ({"type": "composite"}, "This is a package"),
        ({"type": "planning"}, "This is a planning item"),
        ({"type": "event"}, "This is an event"),
        ({"type": "hologram"}, "of the type “hologram”"),
        ({"type": "", "eventDetails": {}}, "This is an event"),
        ({"body_html": "", "body_text": " "}, "there is no text in it"),
        ({"body_html": 5, "body_text": ["x"]}, "there is no text in it"),
        ({"body_html": "<p>half \ud83d</p>"}, "lone surrogates"),
        ({"body_html": "<p>nul \0</p>", "body_text": ""}, "NUL"),
    ],
)
def test_refused_by_name(change, reason):
    found = read_all(data([ONE, ONE | change]))
    assert [type(one) for one in found] == [Record, Refused] or "half" in str(change) or "nul" in str(change)
    if isinstance(found[-1], Refused):
        assert reason in found[-1].reason
        assert found[-1].title == "Envoys meet again"


def test_fields_of_the_wrong_kind_are_left_empty():
    odd = {name: {"x": 1} for name in ("guid", "headline", "byline", "located", "versioncreated", "language", "source")}
    (record,) = read_all(data(ONE | odd | {"uri": "urn:x", "version": 2, "bodies": 7, "genre": "no"}))
    assert (record.byline, record.identifier, record.version) == ("", "urn:x", "2")


def test_nul_and_half_characters_stay_out_of_the_fields():
    (record,) = read_all(data(ONE | {"headline": "Envoys\0 meet \ud83d", "guid": "a\0b"}))
    assert (record.title, record.identifier) == ("Envoys meet ?", "ab")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (json.dumps(ONE)[:-20], "not well-formed JSON"),
        ('{"guid": "a", "headline": "b", "pubstatus": "c", "x": ' + "[" * 100_000, "not well-formed JSON"),
        ('[[[[[[[[{"guid": "a", "headline": "b", "pubstatus": "c"}]]]]]]]]', "no news item"),
    ],
)
def test_broken(text, reason):
    with pytest.raises(Refused) as caught:
        read_all(text.encode())
    assert reason in caught.value.reason


def test_other_json_is_not_taken():
    (record,) = read_all(b'{"name": "Envoys met in the harbour town", "uri": "x"}')
    assert record.format == "text"
