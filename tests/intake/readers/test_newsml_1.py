"""NewsML 1: components with a headline and a text become records."""

from datetime import UTC, date, datetime

import pytest

from tracker.intake.readers import Record, Refused, read_all

DOCTYPE = '<!DOCTYPE NewsML PUBLIC "urn:newsml:iptc.org:20021018:NewsMLv1.2:1" "http://example.com/NewsML_1.2.dtd">'


def content(words, media="Text"):
    return f"<ContentItem><MediaType FormalName='{media}'/><DataContent>{words}</DataContent></ContentItem>"


def component(inner, headline="Envoys meet again"):
    lines = f"<NewsLines><HeadLine>{headline}</HeadLine><ByLine>By Ann Doe</ByLine>"
    lines += "<DateLine>PORT ELLERY, March 14, 2022 (KP) -</DateLine></NewsLines>"
    about = "<AdministrativeMetadata><Provider><Party FormalName='Kestrel Press'/></Provider></AdministrativeMetadata>"
    about += "<DescriptiveMetadata><Language FormalName='en'/></DescriptiveMetadata>"
    return f"<NewsComponent>{lines}{about}{inner}</NewsComponent>"


def file(*components, status="<Status FormalName='Usable'/>", doctype=""):
    return f"""<?xml version="1.0"?>{doctype}<NewsML><NewsEnvelope><DateAndTime>20220314T190000Z</DateAndTime></NewsEnvelope>
<NewsItem><Identification><NewsIdentifier><ProviderId>kestrel.example</ProviderId><DateId>20220314</DateId>
<NewsItemId>TALKS</NewsItemId><RevisionId PreviousRevision="1" Update="N">2</RevisionId>
<PublicIdentifier>urn:newsml:kestrel.example:20220314:TALKS:2N</PublicIdentifier></NewsIdentifier></Identification>
<NewsManagement><FirstCreated>20220314T173000+0000</FirstCreated><ThisRevisionCreated>20220314T183000+0000</ThisRevisionCreated>
{status}</NewsManagement>{"".join(components)}</NewsItem></NewsML>""".encode()


TEXT = content(
    "<nitf><body><body.content><p>They met.</p><p>They parted.</p><p>ad/bo/cr</p></body.content></body></nitf>"
)


@pytest.mark.parametrize("doctype", ["", DOCTYPE])
def test_fields(doctype):
    (record,) = read_all(file(component(TEXT), doctype=doctype))
    assert (record.text, record.format) == ("They met.\nThey parted.", "newsml-1")
    assert (record.title, record.byline, record.outlet) == ("Envoys meet again", "Ann Doe", "Kestrel Press")
    assert (record.dateline_place, record.dateline_day) == ("Port Ellery", date(2022, 3, 14))
    assert record.published_at == datetime(2022, 3, 14, 17, 30, tzinfo=UTC)
    assert record.updated_at == datetime(2022, 3, 14, 18, 30, tzinfo=UTC)
    assert (record.identifier, record.version) == ("urn:newsml:kestrel.example:20220314:TALKS", "2")
    assert record.language == "en"


def test_an_embargo_ends_when_the_status_changes():
    status = "<Status FormalName='Embargoed'/><StatusWillChange><FutureStatus FormalName='Usable'/>"
    status += "<DateAndTime>20220315T060000Z</DateAndTime></StatusWillChange>"
    (record,) = read_all(file(component(TEXT), status=status))
    assert record.embargoed_until == datetime(2022, 3, 15, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    "words",
    [
        "<![CDATA[<P>They met.</P>\n<P>They parted.</P>]]>",
        "<p>They met.</p><p>They parted.</p>",
        "They met.\n\nThey parted.",
    ],
)
def test_kinds_of_content(words):
    (record,) = read_all(file(component(content(words))))
    assert record.text == "They met.\nThey parted."


def test_a_picture_beside_the_story_is_no_record():
    picture = f"<NewsComponent>{content('', 'Photo')}</NewsComponent>"
    caption = f"<NewsComponent><Role FormalName='Caption'/>{content('<p>A harbour</p>')}</NewsComponent>"
    found = read_all(file(component(f"<NewsComponent>{TEXT}</NewsComponent>{picture}{caption}")))
    assert [one.text for one in found] == ["They met.\nThey parted."]


def test_components_with_headlines_are_stories():
    found = read_all(file(f"<NewsComponent>{component(TEXT)}{component(TEXT, 'Envoys part')}</NewsComponent>"))
    assert [one.title for one in found] == ["Envoys meet again", "Envoys part"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (file(component(content("", "Photo"))), "This is a picture"),
        (file(component(content("", "Graphic"))), "This is a graphic"),
        (file(component(content("", "Video"))), "This is a video"),
        (file(component("<NewsItemRef NewsItem='urn:x'/>")), "This is a package"),
        (file("<NewsComponent><TopicSet/></NewsComponent>"), "This is a list of topics"),
        (file(component(content(" "))), "there is no text in it"),
        (b"<NewsML><NewsEnvelope/></NewsML>", "There is no news item"),
    ],
)
def test_refused_by_name(data, reason):
    try:
        (found,) = read_all(data)
    except Refused as refused:
        found = refused
    assert not isinstance(found, Record)
    assert reason in found.reason
