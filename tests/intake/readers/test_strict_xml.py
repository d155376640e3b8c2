"""XML from outside: bombs, files read from disk, absurd depth and broken encodings end in a refusal with its reason."""

import pytest

from tracker.intake.readers import Refused, strict_xml

STORY = "<nitf><body><body.content><p>They met.</p></body.content></body></nitf>"
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


def refusal(data):
    with pytest.raises(Refused) as caught:
        strict_xml.parse(data if isinstance(data, bytes) else data.encode(), "NITF file")
    return caught.value.reason


@pytest.mark.parametrize(
    "subset",
    [
        '<!ENTITY a "b">',
        f'<!ENTITY a0 "ha">{LAUGHS}',
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY % x SYSTEM "http://example.com/x.dtd">%x;',
        '<!-- <nitf> --><!ENTITY a "b">',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-7"])
def test_entities_of_its_own(subset, encoding):
    declared = '<?xml version="1.0" encoding="utf-7"?>' if encoding == "utf-7" else ""
    text = f"<!DOCTYPE nitf [{subset}]>{STORY.replace('They', '&x;')}"
    text = text if encoding != "utf-7" else text.replace("<!ENTITY", "+ADw-!ENTITY")
    assert "declares entities" in refusal((declared + text).encode("ascii" if encoding == "utf-7" else encoding))


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE nitf>",
        '<!DOCTYPE nitf SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE nitf PUBLIC "-//IPTC//DTD NITF 3.2//EN" "http://127.0.0.1:9/nitf.dtd">',
        "<!DOCTYPE nitf [<!ATTLIST nitf version CDATA #IMPLIED>]>",
    ],
)
def test_a_doctype_without_entities_is_let_through_and_not_loaded(doctype):
    root = strict_xml.parse((doctype + STORY).encode(), "NITF file")
    assert strict_xml.words(root) == "They met."


@pytest.mark.parametrize("doctype", ["", "<!DOCTYPE nitf SYSTEM 'x.dtd'>"])
def test_characters_by_name(doctype):
    text = doctype + STORY.replace("met", "met at a caf&eacute; &lt;here&gt; &amp; there")
    assert strict_xml.words(strict_xml.parse(text.encode(), "NITF file")) == "They met at a café <here> & there."


@pytest.mark.parametrize("doctype", ["", "<!DOCTYPE nitf SYSTEM 'x.dtd'>"])
def test_an_unknown_name_is_no_silence(doctype):
    assert "not well-formed" in refusal(doctype + STORY.replace("met", "&secret; met"))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (STORY[:-3], "not well-formed"),
        ("<a>" * 300 + "</a>" * 300, "not well-formed"),
        ("<a" + ' b=""' * 2 + "/>", "not well-formed"),
        ("<a/>" * (strict_xml.MOST_TAGS * 2 + 1), "more than 500,000 elements"),
        ("<a>\0</a>", "NUL"),
        ("<a>\ud83d</a>".encode("utf-8", "surrogatepass"), "half characters"),
        (b"<a>" + bytes(range(1, 9)) * 40 + b"</a>", "binary"),
    ],
)
def test_refusals(data, reason):
    assert reason in refusal(data)


def test_controls_that_xml_forbids_are_dropped():
    assert strict_xml.words(strict_xml.parse(b"<a>They\x0b met." + b" " * 400 + b"</a>", "file")) == "They met."


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\xef\xbb\xbf<?xml version='1.0'?><!-- <no> --><n:nitf x='1'>", b"nitf"),
        ("<nitf>".encode("utf-16"), b"nitf"),
        (b"<!DOCTYPE nitf [ <!ELEMENT nitf ANY> ]><nitf>", b"nitf"),
        (b"<!-- <nitf>", b""),
        (b"talks <nitf>", b""),
        (b"", b""),
    ],
)
def test_first_element(data, name):
    assert strict_xml.opening(data)[0] == name
