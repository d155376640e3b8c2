"""Whose a quotation is: asides, unlisted verbs, colons, and who goes on speaking."""

import pytest

from tracker.lib.attribution import suggest


def heard(text):
    """[(content, source words, cue words)] of a text."""
    return [
        (text[one.start : one.end], one.source and one.source.words, one.cue and one.cue.words) for one in suggest(text)
    ]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (
            "“The ice is thin,” Olga Reed, warden of lakes, ponds, and brooks, said on Monday.",
            "Olga Reed, warden of lakes, ponds, and brooks",
        ),
        ("“The ice is thin,” former harbour master Olga Reed said.", "former harbour master Olga Reed"),
        ("“The ice is thin,” the tall keeper and part-time poet told the paper.", "the tall keeper and part-time poet"),
        ("“The ice is thin,” Olga B. Reed Jr., the warden, said at noon.", "Olga B. Reed Jr., the warden"),
        ("“The ice is thin,” said Rep. Olga Reed (North Lake), who lives there.", "Rep. Olga Reed (North Lake)"),
        ("“Is the ice thin?” Ms. Olga Reed of the lake patrol asked.", "Ms. Olga Reed of the lake patrol"),
        ("“The ice is thin,” Olga Reed, the warden, told AFP.", "Olga Reed, the warden"),
        ("“The ice is thin,” Olga Reed and Anna Berg, both wardens, said in a note.", "Olga Reed and Anna Berg"),
        ("“The ice is thin,” the two wrote.", "the two"),
        ("Olga Reed — after a long pause — told us the ice was thin.", "Olga Reed"),
        ('Olga Reed, host of the show "The Thin Ice," who lives there, said it was cold.', "Olga Reed"),
    ],
)
def test_whole_mention_between_the_quotation_and_the_cue(text, source):
    (one,) = suggest(text)
    assert one.source.words.startswith(source)


@pytest.mark.parametrize(
    ("text", "source", "cue"),
    [
        ('"The ice is thin and the night is long here," she fumed.', "she", "fumed"),
        ('"The ice is thin and the night is long here," fumed Olga Reed.', "Olga Reed", "fumed"),
        (
            'Olga Reed kept her calm: "The ice is thin and the night is long here."',
            "Olga Reed",
            "kept her calm",
        ),
        (
            'Olga Reed relished the "thin ice of the long and cold nights on the lake" in winter.',
            "Olga Reed",
            "relished",
        ),
    ],
)
def test_quotation_beside_words_that_are_no_listed_cue(text, source, cue):
    assert [found[1:] for found in heard(text)] == [(source, cue)]


def test_colon_at_the_end_of_a_paragraph_introduces_the_next():
    text = "“We are cold,” Anna Berg said.\n\nThe warden kept her calm:\n\n“The ice is thin.”"
    assert heard(text)[-1] == ("“The ice is thin.”", "The warden", "kept her calm")


def test_first_who_quotes_goes_on_speaking():
    text = "“We are cold,” Anna Berg said, while the warden argued that ice was thin. “We go home.”"
    assert heard(text)[-1][:2] == ("“We go home.”", "Anna Berg")


def test_short_sentence_of_source_and_cue_belongs_to_the_quotation_before_it():
    assert heard("“The ice is thin.” Olga Reed said.") == [("“The ice is thin.”", "Olga Reed", "said")]


def test_marks_the_wrong_way_round_and_three_in_a_row():
    assert heard("“The ice is thin,“ said Olga Reed.")[0][0] == "“The ice is thin,“"
    assert heard("''They call it 'thin ice,''' Olga Reed said.")[0] == (
        "''They call it 'thin ice,'''",
        "Olga Reed",
        "said",
    )


def test_participle_belongs_to_the_subject_of_its_clause():
    text = "On Monday, after a long walk, Olga Reed opened the bridge, saying, “The ice is thin.”"
    assert heard(text) == [("“The ice is thin.”", "Olga Reed", "saying")]


def test_second_cue_without_a_first_belongs_to_the_subject():
    text = "She worried about the bridge and said the ice was thin."
    assert heard(text) == [("the ice was thin", "She", "said")]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("But, he said, the ice was thin again.", "the ice was thin again"),
        ("For decades, Ms. Reed noted, the lake stayed open.", "the lake stayed open"),
        ("She announced on her page, in large letters, “The ice is thin.”", "“The ice is thin.”"),
        ("Olga Reed said the lake was a “frozen desert,” adding little else.", "the lake was a “frozen desert,”"),
        ("But there is a snag: “The ice is thin,” she said.", "“The ice is thin,”"),
        ("Particularly in the north, she said, “we never skate.”", "Particularly in the north"),
        ("Olga Reed, however, argued that the ice was thin.", "the ice was thin"),
        ("Olga Reed said in a statement that the lake was shut.", "the lake was shut"),
    ],
)
def test_content_around_the_cue(text, content):
    assert content in [found[0] for found in heard(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Many state workers went home early that day.",
        "The group shows films and posts letters from the lake.",
        "As the talks continue, the road stays shut to all.",
        "The many questions about the lake were old.",
        "Olga Reed wrote two novels and added a third.",
        "The two sides maintained a bridge and continued the work.",
    ],
)
def test_words_that_may_be_nouns_or_take_other_objects_are_no_cues(text):
    assert heard(text) == []


def test_two_listeners():
    text = "Anna Berg called on Sarmia and the Lakes Group to open the road."
    assert heard(text) == [("Sarmia and the Lakes Group to open the road", "Anna Berg", "called on")]
