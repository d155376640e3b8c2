"""Transcripts and headlines: the speaker stands before a colon."""

import pytest

from tracker.lib.attribution import suggest

TRANSCRIPT = """\
Briefing by the warden of the lake
MS. REED: Good afternoon. The ice is thin, and nobody said otherwise.
Q: Will the bridge be opened?
MS. REED: It will, once Anna Berg says so.
(The briefing ended at noon.)
"""


def heard(text):
    """[(content, source words, form, rule)] of a text."""
    return [(text[one.start : one.end], one.source and one.source.words, one.form, one.rule) for one in suggest(text)]


def test_lines_of_a_transcript_belong_to_their_labels():
    assert [found[:3] for found in heard(TRANSCRIPT)] == [
        ("Good afternoon. The ice is thin, and nobody said otherwise.", "MS. REED", "direct"),
        ("Will the bridge be opened?", "Q", "direct"),
        ("It will, once Anna Berg says so.", "MS. REED", "direct"),
    ]


def test_one_label_is_a_heading():
    assert heard("The lake\nNORTH SHORE: The ice is thin.") == []


def test_headline_with_a_name_before_the_colon():
    ((content, source, _, rule),) = heard("Anna Berg: The Ice Is Thin\nIt was cold.")
    assert (content, source, rule) == ("The Ice Is Thin", "Anna Berg", "name before the colon of a headline")


@pytest.mark.parametrize("text", ["Exclusive: The ice is thin", "The lakes in winter: what to know", "Berg: no"])
def test_other_colons_in_headlines(text):
    assert heard(text) == []
