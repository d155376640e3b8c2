"""Each rule by a sentence of its own."""

import pytest

from tracker.lib.attribution import Known, KnownName, suggest
from tracker.lib.attribution.marks import find_quotes


def read(text, language="en", known=None):
    """[(content, source words, cue words, form)] of a text."""
    return [
        (text[one.start : one.end], one.source and one.source.words, one.cue and one.cue.words, one.form)
        for one in suggest(text, known=known, language=language)
    ]


@pytest.mark.parametrize(
    "quoted",
    [
        '"We will meet again"',
        "“We will meet again”",
        "«We will meet again»",
        "„We will meet again“",
        "''We will meet again''",
    ],
)
def test_quotations_of_every_kind(quoted):
    assert read(f"{quoted}, the envoy said.") == [(quoted, "the envoy", "said", "direct")]


def test_nested_marks_are_one_quotation():
    text = "“He told us ‘go home at once’ and left,” the envoy said."
    assert [content for content, *_ in read(text)] == ["“He told us ‘go home at once’ and left,”"]


def test_apostrophes_are_no_quotations():
    assert find_quotes("The ministers' and the envoys' cars weren't there, '21 was quiet.") == []


def test_quotation_left_open_runs_to_the_end_of_its_paragraph():
    text = "The envoy said:\n“We came far.\n“We will go on,” he added."
    assert [text[q.start : q.end] for q in find_quotes(text)] == ["“We came far.", "“We will go on,”"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"It is late," said Minister Anna Berg.', ('"It is late,"', "Minister Anna Berg", "said", "direct")),
        ('Anna Berg told reporters, "It is late."', ('"It is late."', "Anna Berg", "told", "direct")),
        ("Anna Berg said on Thursday that talks would go on.", ("talks would go on", "Anna Berg", "said", "indirect")),
        ("Talks would go on, Anna Berg said.", ("Talks would go on", "Anna Berg", "said", "indirect")),
        ("Talks would go on, according to Anna Berg.", ("Talks would go on", "Anna Berg", "according to", "indirect")),
        (
            "Anna Berg accused the island of breaking the truce.",
            ("the island of breaking the truce", "Anna Berg", "accused", "indirect"),
        ),
        (
            "Anna Berg, a spokeswoman for the ministry, said the road was open.",
            ("the road was open", "Anna Berg, a spokeswoman for the ministry", "said", "indirect"),
        ),
        (
            "The delegation rejected the second draft of the treaty.",
            ("the second draft of the treaty", "The delegation", "rejected", "indirect"),
        ),
        (
            'Anna Berg said the talks "went well" on the whole.',
            ('the talks "went well" on the whole', "Anna Berg", "said", "mixed"),
        ),
    ],
)
def test_cue_and_source(text, expected):
    assert read(text) == [expected]


def test_split_quotation_shares_a_group():
    text = '"We came far," Anna Berg said. "We will go on."'
    first, second = suggest(text)
    assert first.group == second.group
    assert (second.source, second.start) == (first.source, text.index('"We will'))
    assert "carried over" in second.reason


@pytest.mark.parametrize(
    "ending",
    [", according to a statement", ", adding that snow was expected", " while adding that snow was expected"],
)
def test_content_is_trimmed(ending):
    text = f"Anna Berg said the road was open again{ending}."
    assert "the road was open again" in [content for content, *_ in read(text)]


def test_relay_is_kept_apart_from_the_speaker():
    text = "RIA quoted Anna Berg as saying that the road was open."
    (one,) = suggest(text)
    assert (text[one.start : one.end], one.source.words, one.relayed_by_words) == (
        "the road was open",
        "Anna Berg",
        "RIA",
    )


def test_quotation_before_the_one_quoted():
    text = '"The road is open," Anna Berg was quoted as saying by RIA.'
    (one,) = suggest(text)
    assert (text[one.start : one.end], one.source.words, one.relayed_by_words) == (
        '"The road is open,"',
        "Anna Berg",
        "RIA",
    )


def test_inner_statement_ends_where_the_outer_does():
    text = "The island demands that the road be opened, Anna Berg said in the capital."
    assert [content for content, *_ in read(text)] == [
        "The island demands that the road be opened",
        "the road be opened",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The island will never agree to meet.",
        "Anna Berg could reject the draft.",
        "The plan was rejected by the island.",
    ],
)
def test_what_was_not_done_is_not_suggested(text):
    assert read(text) == []


def test_agency_that_only_passes_on_becomes_the_relay():
    text = "Anna Berg said the road was open, RIA reported."
    (one,) = suggest(text)
    assert (text[one.start : one.end], one.source.words, one.relayed_by_words) == (
        "the road was open",
        "Anna Berg",
        "RIA",
    )


@pytest.mark.parametrize(
    "text",
    [
        "The United States sent two ships to the strait.",
        "The report is long and the call was short.",
        "Oleg Marsh will represent the island at the talks.",
        'The so-called "gentlemen" left the room.',
        "",
        "\n\n",
    ],
)
def test_nothing_said_nothing_suggested(text):
    assert read(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Having said that, the road is open to all of us.",
        "Having said this, the lake and its shores are closed.",
        "Having said that the road was open, she left.",
    ],
)
def test_having_said_is_no_saying(text):
    assert read(text) == []


def test_what_follows_having_said_that_is_found():
    text = "Having said that, Anna Berg told reporters that the road was open."
    assert read(text) == [("the road was open", "Anna Berg", "told", "indirect")]


def test_phrases_of_which_a_text_has_only_the_words_are_not_found():
    text = "A road to build? The ministers agreed that they must not wait until they are ready, Anna Berg said."
    assert {one.act for one in suggest(text)} == {"demand", "accept"}


def test_a_second_stranger_is_told_by_the_whole_name():
    text = "Anna Leeson said no. Tom Reed said yes. Lee said that nobody asked."
    assert suggest(text)[-1].speaker_words == "Lee"
    assert "not a known name" in suggest(text)[-1].reason


def test_anonymity_in_words():
    (one,) = suggest("The road was open, said a diplomat who spoke on condition of anonymity.")
    assert (one.basis, one.speaker) == ("anonymous", None)
    assert "on condition of anonymity" in one.reason


def test_background_in_words():
    (one,) = suggest('"The road is open," an official said on background.')
    assert one.basis == "background"


def test_statement_of_a_body_is_a_document():
    (one,) = suggest("The joint statement said that the road was open.")
    assert one.basis == "document"


def test_language_without_rules_gives_quotations_and_says_so():
    (one,) = suggest("„Wir kommen morgen wieder“, sagte die Ministerin.", language="de")
    assert (one.form, one.source) == ("direct", None)
    assert "No attribution rules for language “de”" in one.reason


def test_russian():
    known = Known(actors=[KnownName("berg", ("Анна Берг",), "person"), KnownName("stahl", ("Виктор Шталь",), "person")])
    text = (
        "Дорога открыта, заявила министр Анна Берг.\n«Мы придём завтра», — сказала она журналистам.\n"
        "Президент Виктор Шталь подчеркнул, что остров готов к переговорам. По словам Шталя, ответа пока нет."
    )
    found = suggest(text, language="ru", known=known)
    assert [(text[one.start : one.end], one.speaker, one.form) for one in found] == [
        ("Дорога открыта", "berg", "indirect"),
        ("«Мы придём завтра»", "berg", "direct"),
        ("остров готов к переговорам", "stahl", "indirect"),
        ("ответа пока нет", "stahl", "indirect"),
    ]
