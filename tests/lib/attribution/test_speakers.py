"""Which known actor a mention means, and when nobody is taken."""

import pytest

from tracker.lib.attribution import Known, KnownName, suggest
from tracker.lib.attribution.names import Names

TOM, MARIA = (
    KnownName("tom", ("Tom Hale", "Thomas Hale"), "person"),
    KnownName("maria", ("Maria Hale",), "person"),
)
BERG = KnownName("berg", ("Anna Berg",), "person")
MINISTRY = KnownName("ministry", ("Foreign Ministry",), "body")


def speakers(text, *actors):
    return [one.speaker for one in suggest(text, known=Known(actors=actors))]


def test_name_and_alias():
    assert speakers("Thomas Hale said the road was open.", TOM, MARIA) == ["tom"]


def test_surname_alone_where_one_bears_it():
    assert speakers("Mr. Hale said the road was open.", TOM, BERG) == ["tom"]


def test_surname_of_two_is_left_open_and_both_are_named():
    (one,) = suggest("Hale said the road was open.", known=Known(actors=[TOM, MARIA]))
    assert one.speaker is None
    assert "Tom Hale" in one.reason
    assert "Maria Hale" in one.reason


def test_surname_of_two_is_clear_once_the_text_gave_the_first_name():
    text = "Maria Hale arrived at noon. Hale said the road was open."
    assert speakers(text, TOM, MARIA) == ["maria"]


def test_another_first_name_is_another_person():
    assert speakers("Eric Hale said the road was open.", TOM) == [None]
    assert speakers("Eric Hale came. Hale said the road was open.", TOM) == [None]


def test_title_before_a_surname_is_no_first_name():
    assert speakers("President Hale said the road was open.", TOM) == ["tom"]


def test_body_named_before_a_person_is_not_the_speaker():
    assert speakers("Foreign Ministry spokeswoman Olga Reed said the road was open.", MINISTRY) == [None]


def test_spokesperson_without_a_name_speaks_for_the_body():
    (one,) = suggest("A Foreign Ministry spokeswoman said the road was open.", known=Known(actors=[MINISTRY]))
    assert (one.speaker, one.basis) == ("ministry", "on_record")


def test_official_of_a_body_stays_unnamed():
    (one,) = suggest("A Foreign Ministry official said the road was open.", known=Known(actors=[MINISTRY]))
    assert (one.speaker, one.basis) == (None, "anonymous")


@pytest.mark.parametrize(
    ("second", "speaker"),
    [
        ("She said it was cold.", "berg"),
        ("It said snow was expected.", "ministry"),
        ("Berg added that it was cold.", "berg"),
    ],
)
def test_later_mentions(second, speaker):
    text = f"The Foreign Ministry said the road was open. Anna Berg said it was shut. {second}"
    assert speakers(text, BERG, MINISTRY)[-1] == speaker


def test_description_of_somebody_named_but_not_yet_heard():
    text = "Envoys met Foreign Minister Anna Berg at noon. The minister said the road was open."
    assert speakers(text, BERG) == ["berg"]


def test_description_of_another_country_is_somebody_else():
    text = "Spanish Foreign Minister Anna Berg came. The Polish minister said the road was open."
    assert speakers(text, BERG) == [None]


def test_pronoun_for_somebody_named_but_not_yet_heard():
    assert speakers("Anna Berg came at noon. She said the road was open.", BERG) == ["berg"]


def test_name_beside_the_head_is_not_the_speaker():
    assert speakers("Olga Reed, a former envoy to the Foreign Ministry, said the road was open.", MINISTRY) == [None]
    assert speakers("The paper for the Foreign Ministry said the road was open.", MINISTRY) == [None]


def test_who_tells_comes_before_who_is_told_of():
    text = "The Foreign Ministry demands that the road be opened, Anna Berg said. She ruled out a second road."
    assert speakers(text, BERG, MINISTRY) == ["berg", "ministry", "berg"]


def test_pronoun_with_nobody_before():
    (one,) = suggest("He said the road was open.", known=Known(actors=[TOM]))
    assert one.speaker is None
    assert "nobody before it" in one.reason


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the Lakes Group’s note", ["Lakes Group"]),
        ("the Lakes–Group met", ["Lakes–Group"]),
        ("the Upper Lakes Group met", ["Upper Lakes Group"]),
        ("us and them", []),
        ("the US left", ["US"]),
        ("Lakes.\nGroup", []),
        ("lakes, group", []),
    ],
)
def test_names_in_a_text(text, words):
    names = Names([KnownName(1, ("Lakes Group",)), KnownName(2, ("Upper Lakes Group",)), KnownName(3, ("US",))])
    assert [found.words for found in names.find(text)] == words


def test_shared_alias_names_both():
    names = Names([KnownName(1, ("the Forum",)), KnownName(2, ("the Forum",))])
    assert [found.keys for found in names.find("in the Forum")] == [(1, 2)]
