"""Positions read from the words of statements."""

import pytest

from tests.lib.attribution import heldout
from tracker.lib.attribution import KnownName
from tracker.lib.attribution.matters import Matters
from tracker.lib.attribution.stances import Stances

ISSUES = [
    KnownName("swap", ("Exchange of prisoners", "prisoner swap")),
    KnownName("base", ("No foreign base in the bay", "No base", "foreign base", "base in the bay")),
    KnownName("customs", ("Customs union", "Bilateral tariffs")),
    KnownName("islands", ("Status of the islands", "islands")),
]
PROVISIONS = [KnownName(4, ("Article 4 of the draft treaty",))]
MATTERS = Matters(ISSUES, PROVISIONS, [KnownName("a", ("Customs Service",), "body")])


def read(words, cue=None, act=""):
    """Positions in the [[bracketed]] words, or in all of them."""
    start, end = words.find("[["), words.find("]]")
    text = words.replace("[[", "").replace("]]", "")
    span = (start, end - 2) if start >= 0 else (0, len(text))
    place = (text.index(cue), text.index(cue) + len(cue)) if cue else None
    return Stances(text, MATTERS).of([span], place, act)


def only(words, **more):
    (stand,) = read(words, **more)
    return stand


@pytest.mark.parametrize(
    ("words", "stance"),
    [
        ("We reject the prisoner swap.", "rejects"),
        ("They ruled out any further prisoner swap.", "rejects"),
        ("A prisoner swap is out of the question.", "rejects"),
        ("The prisoner swap was a non-starter.", "rejects"),
        ("We accept the prisoner swap.", "accepts"),
        ("They welcomed a prisoner swap.", "accepts"),
        ("We are ready to discuss the prisoner swap.", "leans_for"),
        ("We are open to a prisoner swap.", "leans_for"),
        ("A prisoner swap is possible.", "leans_for"),
        ("We have doubts about a prisoner swap.", "leans_against"),
        ("A prisoner swap would be premature.", "leans_against"),
        ("They demand a prisoner swap.", "demands"),
        ("He called for a prisoner swap.", "demands"),
        ("She called on the other side to begin a prisoner swap.", "demands"),
        ("A prisoner swap must come first.", "demands"),
        ("He insisted on a prisoner swap.", "demands"),
    ],
)
def test_words_of_stance(words, stance):
    stand = only(words)
    assert (stand.kind, stand.key, stand.stance) == ("issue", "swap", stance)


@pytest.mark.parametrize(
    ("words", "stance"),
    [
        ("We never ruled out a prisoner swap.", "leans_for"),
        ("We will not accept a prisoner swap.", "rejects"),
        ("They are not ready to discuss a prisoner swap.", "rejects"),
        ("They refused to accept a prisoner swap.", "rejects"),
        ("We do not oppose a prisoner swap.", "leans_for"),
    ],
)
def test_a_not_changes_the_stance(words, stance):
    stand = only(words)
    assert stand.stance == stance
    assert "with “" in stand.reason


@pytest.mark.parametrize(
    "words",
    [
        "We do not demand a prisoner swap.",
        "The prisoner swap took four hours.",
        "We reject the accusations, but the prisoner swap went on.",
        "If a prisoner swap fails, we reject nothing.",
    ],
)
def test_nothing_is_read_where_nothing_is_said(words):
    assert read(words) == []


@pytest.mark.parametrize(
    ("words", "condition"),
    [
        ("We accept a prisoner swap only if the guns fall silent.", "the guns fall silent"),
        ("We are ready to discuss a prisoner swap if they are.", "they are"),
        ("A prisoner swap can follow provided that lists are given, he said.", "lists are given"),
        ("There will be no talk of a prisoner swap until the camp is open.", "the camp is open"),
        ("We are ready to discuss a reciprocal prisoner swap.", "reciprocal prisoner"),
    ],
)
def test_conditions_are_kept_in_words(words, condition):
    stand = only(words)
    assert (stand.stance, stand.condition) == ("conditional", condition)


def test_what_is_made_a_condition_is_demanded():
    stand = only("Trade can grow only after the prisoner swap.")
    assert stand.stance == "demands"


@pytest.mark.parametrize(
    ("words", "stance"),
    [
        ("We reject any foreign base.", "demands"),
        ("We welcome the foreign base.", "rejects"),
        ("We demand an end to the foreign base.", "demands"),
        ("We demand the foreign base.", "rejects"),
        ("A ban on the foreign base is a non-starter.", "rejects"),
    ],
)
def test_an_issue_that_asks_for_an_end_turns_the_stance(words, stance):
    assert only(words).stance == stance


def test_several_matters_of_one_sign():
    found = {
        (stand.kind, stand.key): stand.stance
        for stand in read("We reject Article 4 of the draft treaty and the prisoner swap.")
    }
    assert found == {("provision", 4): "rejects", ("issue", "swap"): "rejects"}


def test_each_clause_its_own():
    found = {stand.key: stand.stance for stand in read("We accept the islands, but we reject the prisoner swap.")}
    assert found == {"islands": "accepts", "swap": "rejects"}


def test_a_word_that_only_one_issue_has_names_it_and_the_reason_says_so():
    stand = only("We reject tariffs.")
    assert stand.key == "customs"
    assert not stand.by_name
    assert "a word of no other issue's names" in stand.reason
    assert read("We reject the service.") == []  # a word of an actor's name


def test_only_the_statement_and_its_cue_are_heard():
    words = "Rood, who rejects the islands, spoke of [[a prisoner swap]]."
    assert read(words) == []
    assert only("Rood rejected [[a prisoner swap]].", cue="rejected").stance == "rejects"


def test_the_act_counts_where_no_words_tell_more():
    assert only("[[the prisoner swap]], he said", act="demand").stance == "demands"
    assert only("[[We reject the prisoner swap]]", act="demand").stance == "rejects"
    assert read("[[tariffs]]", act="demand") == []  # not by its name


def test_russian():
    matters = Matters([KnownName(1, ("обмен пленными",))], language="ru")
    text = "Мы не готовы обсуждать обмен пленными."
    (stand,) = Stances(text, matters, "ru").of([(0, len(text))])
    assert stand.stance == "rejects"


def test_a_language_without_lists_gives_none():
    assert Stances("Nous refusons.", MATTERS, "fr").of([(0, 14)]) == []


def test_adversarial_text_takes_linear_time():
    import time

    text = ("we reject not only if " * 5_000)[:100_000]
    started = time.process_time()
    Stances(text + " prisoner swap.", MATTERS).of([(0, len(text) + 15)])
    assert time.process_time() - started < 1


def test_held_out_sentences():
    """As measured; see docs/measurements.md. A floor, not a target: look at the totals only."""
    coded, met, wrong = heldout.score_stances()
    assert (coded, met >= 37, wrong <= 2) == (39, True, True)
