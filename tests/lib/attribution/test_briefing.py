import pytest

from tracker.lib.attribution import suggest

from .briefing import DAY, KNOWN, TEXT


@pytest.fixture(scope="module")
def found():
    return suggest(TEXT, reference=DAY, known=KNOWN)


def the(found, words):
    """The one suggestion whose content begins with these words."""
    fitting = [one for one in found if TEXT[one.start : one.end].startswith(words)]
    assert len(fitting) == 1, [TEXT[one.start : one.end] for one in fitting]
    return fitting[0]


@pytest.mark.parametrize(
    ("begins", "form", "source", "cue"),
    [
        ("Norvania will never", "indirect", "a senior administration official", "said"),
        ('"We are prepared', "direct", "the official", "said"),
        ('Norvania has "heard', "mixed", "the official", "According to"),
        ("Norvania has no plans", "indirect", "He", "pointed out"),
        ('"We will not answer', "direct", "he", "said"),
        ('"And they know', "direct", "he", "said"),
        ('"some of the points', "direct", "The official", "stressed"),
        ('"progress is', "direct", "He", "believes"),
        ("Norvania welcomed", "indirect", "The senior official", "noted"),
        ('"But deeds', "direct", "the senior administration official", "said"),
        ("draft agreements", "indirect", "the Sarmian Foreign Ministry", "released"),
        ("Sarmia’s readiness", "indirect", "Presidential Aide Ilya Dorn", "informed"),
        ("the Coastal Forum to begin", "indirect", "Sarmian President Viktor Stahl", "called on"),
        ("Sarmia wanted written", "indirect", "The head of state", "specified"),
    ],
)
def test_each_statement_has_its_source_and_cue(found, begins, form, source, cue):
    one = the(found, begins)
    assert (one.form, one.source.words, one.cue.words) == (form, source, cue)


def test_offsets_are_exact(found):
    for one in found:
        assert 0 <= one.start < one.end <= len(TEXT)
        for span in (one.source, one.cue, *one.tracks, *one.issues):
            assert TEXT[span.start : span.end] == span.words


def test_contents_leave_out_source_and_cue(found):
    first = the(found, "Norvania will never")
    assert TEXT[first.start : first.end].endswith("as soon as early April")
    assert not TEXT[the(found, "Sarmia’s readiness").start :].startswith("of ")


@pytest.mark.parametrize(
    "begins", ["Norvania will never", '"We are prepared', "Norvania has no", '"But deeds', '"And they']
)
def test_unnamed_official_speaks_on_background(found, begins):
    one = the(found, begins)
    assert (one.speaker, one.basis) == (None, "background")
    assert "background by “briefing”" in one.reason


def test_pronoun_and_description_lead_to_the_first_mention(found):
    assert the(found, "Norvania has no").speaker_words == "a senior administration official"
    assert "“He” taken for" in the(found, "Norvania has no").reason
    assert the(found, "Sarmia wanted written").speaker == "stahl"
    assert "“the head of state” taken for" in the(found, "Sarmia wanted written").reason


@pytest.mark.parametrize(
    ("begins", "speaker"),
    [
        ("draft agreements", "ministry"),
        ("Sarmia’s readiness", "dorn"),
        ("the Coastal Forum to begin", "stahl"),
    ],
)
def test_known_speakers(found, begins, speaker):
    assert the(found, begins).speaker == speaker


def test_document_relay_and_addressee(found):
    assert the(found, "draft agreements").basis == "document"
    informed = the(found, "Sarmia’s readiness")
    assert informed.relayed_by_words == "It was reported that"
    assert informed.addressee_words == "Norvanian Security Adviser Tom Hale"
    assert the(found, '"We are prepared').relayed_by_words == "KESTREL"


def test_statement_on_three_tracks_with_the_words_as_reason(found):
    links = the(found, '"We are prepared').tracks
    assert [(link.key, link.words) for link in links] == [
        ("dialogue", "Joint Waters Dialogue"),
        ("coast", "Coastal Forum"),
        ("nco", "NCO"),
    ]


def test_issues_by_name(found):
    assert [link.key for link in the(found, '"progress is').issues] == ["patrols"]
    assert [link.words for link in the(found, "draft agreements").issues] == ["fishing rights"]


@pytest.mark.parametrize(
    ("begins", "act"),
    [
        ("Norvania will never", "reject"),
        ('"We are prepared', "offer"),
        ('Norvania has "heard', "conditional"),
        ("Norvania welcomed", "welcome"),
        ("draft agreements", "announce"),
        ("the Coastal Forum to begin", "call_on"),
    ],
)
def test_act(found, begins, act):
    assert the(found, begins).act == act


def test_appointment_is_no_statement(found):
    assert not any("Oleg Marsh" in TEXT[one.start : one.end] for one in found)


def test_vague_date_is_resolved_against_the_dateline(found):
    one = the(found, '"We are prepared')
    assert [(TEXT[start:end], value.edtf) for start, end, value in one.dates] == [
        ("as soon as early April", "2022-04-01~/2022-04-10~")
    ]


def test_day_of_speaking(found):
    assert the(found, "Norvania will never").said_on.edtf == "2022-03-14"
    assert the(found, "draft agreements").said_on.edtf == "2022-03-09"
    assert the(found, "the Coastal Forum to begin").said_on.edtf == "/2022-03-14"


def test_same_text_same_suggestions(found):
    assert suggest(TEXT, reference=DAY, known=KNOWN) == found


def test_no_suggestion_twice(found):
    places = [(one.start, one.end, one.source) for one in found]
    assert len(places) == len(set(places))
