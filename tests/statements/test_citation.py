import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.statements import citation
from tracker.statements.citation import Citation

PLAIN = Citation(
    number=12,
    speaker="Anna Envoy",
    role="Deputy minister, Freedonia",
    words="We are ready to speak",
    title="Talks to open",
    outlet="Example Agency",
    author="By Our Correspondent",
    place="GENEVA",
    published=datetime(2022, 1, 10, 15, tzinfo=UTC),
    language="en",
    is_news=True,
    address="https://example.org/a",
    permalink="https://parley.example/n/talks/statements/12/",
)
HOSTILE = [
    "one\r\nER  - \r\nTY  - BOOK",
    "one\n}\n@book{other,\n title={x}",
    "a\u2028TY  - BOOK\u2029b\x85c\x0bd\x0ce\x1cf",
    "unbalanced } brace {{ and \\ back\\} slash",
    "NUL\x00 tab\t bell\x07",
    '"quotes" & 100% #1 $2 _x_ ~ ^',
]


def test_in_words():
    assert citation.in_words(PLAIN) == (
        "Anna Envoy (Deputy minister, Freedonia): “We are ready to speak” In “Talks to open”, Example Agency, GENEVA, "
        "10 Jan 2022, https://example.org/a. https://parley.example/n/talks/statements/12/"
    )


def test_a_long_quotation_is_cut_between_words():
    cited = citation.in_words(replace(PLAIN, words="word " * 200))
    assert "word …”" in cited
    assert len(cited) < 600


def test_csl_json():
    [item] = json.loads(citation.csl_json(PLAIN))
    assert item == {
        "id": "parley-12",
        "type": "article-newspaper",
        "title": "Talks to open",
        "container-title": "Example Agency",
        "publisher-place": "GENEVA",
        "author": [{"literal": "By Our Correspondent"}],
        "issued": {"date-parts": [[2022, 1, 10]]},
        "language": "en",
        "URL": "https://example.org/a",
        "abstract": "We are ready to speak",
        "note": "Statement by Anna Envoy, Deputy minister, Freedonia. https://parley.example/n/talks/statements/12/",
    }


def test_an_unsigned_text_without_address_is_cited_by_its_permalink():
    bare = replace(PLAIN, author="", address="", is_news=False)
    [item] = json.loads(citation.csl_json(bare))
    assert "author" not in item
    assert (item["type"], item["URL"]) == ("webpage", PLAIN.permalink)
    assert f"UR  - {PLAIN.permalink}\r\n" in citation.ris(bare)
    assert "author" not in citation.bibtex(bare)


def test_bibtex():
    assert citation.bibtex(PLAIN).splitlines() == [
        "@misc{parley-12,",
        "  author = {{By Our Correspondent}},",
        "  title = {{Talks to open}},",
        "  howpublished = {Example Agency},",
        "  address = {GENEVA},",
        "  year = {2022},",
        "  month = jan,",
        "  day = {10},",
        "  url = {https://example.org/a},",
        "  language = {en},",
        "  note = {Statement by Anna Envoy, Deputy minister, Freedonia. "
        "https://parley.example/n/talks/statements/12/},",
        "}",
    ]


def test_ris():
    lines = citation.ris(PLAIN).split("\r\n")
    assert lines[0] == "TY  - NEWS"
    assert "DA  - 2022/01/10" in lines
    assert lines[-2:] == ["ER  - ", ""]


def forged(words):
    return replace(
        PLAIN,
        title=words,
        outlet=words,
        author=words,
        place=words,
        speaker=words,
        role=words,
        words=words,
        address=words,
    )


def check_one_record(cited):
    tags = [line[:6] for line in citation.ris(cited).split("\r\n") if line]
    assert tags[0] == "TY  - "
    assert tags.count("TY  - ") == tags.count("ER  - ") == 1
    assert len(citation.ris(cited).splitlines()) == len(tags)  # no other line break either
    entry = citation.bibtex(cited)
    assert sum(line.startswith("@") for line in entry.splitlines()) == 1
    depth = 0
    for position, sign in enumerate(entry):
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
        assert depth > 0 or sign != "}" or not entry[position + 1 :].strip()
    assert depth == 0
    assert len(json.loads(citation.csl_json(cited))) == 1
    assert len(citation.in_words(cited).splitlines()) == 1


@pytest.mark.parametrize("words", HOSTILE)
def test_no_value_begins_a_second_field_or_record(words):
    check_one_record(forged(words))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
def test_any_words_stay_one_record(words):
    check_one_record(forged(words))


def test_braces_are_written_as_commands():
    assert r"\textbraceleft{}" in citation.bibtex(replace(PLAIN, title="a { b"))
    assert r"100\% \& \#1" in citation.bibtex(replace(PLAIN, title="100% & #1"))
