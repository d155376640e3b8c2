"""Laying what a dossier knows beside what the engine found: posts, lessons, articles, events."""

import time
from dataclasses import replace
from datetime import date

import pytest

from tracker.lib.attribution import Known, KnownName, suggest
from tracker.lib.attribution.linking import Example, Held, Knowledge, Lesson, Linker, Occasion, Text, learn
from tracker.lib.attribution.linking.lessons import is_sure
from tracker.lib.attribution.linking.roles import Offices
from tracker.lib.dates import UncertainDate

DAY = date(2022, 1, 10)
RUSSIA, US, NATO, OSCE, UKRAINE = "RU", "US", "NATO", "OSCE", "UA"


def held(key, post, *places, names=(), since=None, until=None):
    return Held(key, post, frozenset(places), names or (key.title(),), since=since, until=until)


def body(key, place, *names):
    return Held(key, "", frozenset([key, place]), names, is_body=True)


HELD = [
    held("ryabkov", "Deputy Minister of Foreign Affairs", "mfa", RUSSIA, names=("Sergei Ryabkov",)),
    held("lavrov", "Minister of Foreign Affairs", "mfa", RUSSIA, names=("Sergey Lavrov",)),
    held("zakharova", "Spokeswoman", "mfa", RUSSIA, names=("Maria Zakharova",)),
    held("peskov", "Spokesman", "kremlin", RUSSIA, names=("Dmitry Peskov",)),
    held("jake", "National Security Adviser", "white-house", US, names=("Jake Sullivan",)),
    held("john", "Ambassador to Russia", "state", US, names=("John J. Sullivan", "John Sullivan")),
    held("blinken", "Secretary of State", "state", US, names=("Antony Blinken",)),
    held("stoltenberg", "Secretary General", NATO, names=("Jens Stoltenberg",)),
    held("schmid", "Secretary General", OSCE, names=("Helga Schmid",)),
    held("yermak", "Head of the President's Office", "po", UKRAINE, names=("Andriy Yermak",)),
    held("rau", "Minister of Foreign Affairs", "PL", names=("Zbigniew Rau",)),
    held("rau", "Chair-in-Office", OSCE, names=("Zbigniew Rau",)),
    body("mfa", RUSSIA, "Ministry of Foreign Affairs of Russia", "Russian Foreign Ministry"),
    body("state", US, "United States Department of State", "State Department"),
]
PLACES = [
    KnownName(RUSSIA, ("Russia", "Moscow", "Russian", "российский")),
    KnownName(US, ("US", "U.S.", "United States", "American")),
    KnownName(NATO, ("NATO",)),
    KnownName(OSCE, ("OSCE",)),
    KnownName(UKRAINE, ("Ukraine", "Ukrainian")),
    KnownName("PL", ("Poland", "Polish")),
    KnownName("kremlin", ("Kremlin",)),
    KnownName("mfa", ("Russian Foreign Ministry",)),
]
PEOPLE = {one.key: KnownName(one.key, one.names, "person") for one in HELD if not one.is_body}
KNOWN = Known(
    actors=[*PEOPLE.values(), KnownName("mfa", HELD[-2].names, "body"), KnownName("state", HELD[-1].names, "body")]
)
KNOWLEDGE = Knowledge(actors=KNOWN.actors, held=HELD, places=PLACES, states=PLACES[:2])


def linked(text, knowledge=KNOWLEDGE, known=KNOWN, day=DAY):
    return Linker(knowledge).link(suggest(text, reference=day, known=known), text, day)


def offered(one, kind):
    return {offer.key: offer.rule for offer in one.offers if offer.kind == kind}


class TestPosts:
    @pytest.mark.parametrize(
        ("mention", "who", "rule"),
        [
            ("the Russian deputy foreign minister", "ryabkov", "role"),
            ("Russia's foreign minister", "lavrov", "role"),
            ("the US Secretary of State", "blinken", "role"),
            ("America's top diplomat", None, None),  # "America" is no name that is known
            ("the U.S. top diplomat", "blinken", "role"),
            ("NATO's secretary general", "stoltenberg", "role"),
            ("the Polish chair", "rau", "role"),
            ("Ambassador Sullivan", "john", "title"),
            ("the US ambassador in Moscow", "john", "role"),
            ("the US ambassador to NATO", None, None),
            ("national security adviser Sullivan", "jake", "title"),
            ("Foreign Ministry spokeswoman", "zakharova", "role"),
            ("the Russian Foreign Ministry's spokeswoman", "zakharova", "role"),
            ("the Ukrainian chief of staff", "yermak", "role"),
            ("the Russian Foreign Ministry", "mfa", "body"),
            ("российского министра иностранных дел", "lavrov", "role"),
            ("a Russian deputy foreign minister", None, None),
            ("his foreign minister", None, None),
            ("the former Russian foreign minister", None, None),
            ("Russian Deputy Foreign Minister Ivan Petrov", None, None),
            ("the Russian president's office", None, None),
            ("the Russian visitor", None, None),
        ],
    )
    def test_mentions(self, mention, who, rule):
        found = Offices(HELD, PLACES).who(mention)
        assert (found and (found.keys, found.rule)) == (((who,), rule) if who else None)

    def test_several_who_fit_are_all_given(self):
        assert set(Offices(HELD, PLACES).who("the Secretary General").keys) == {"stoltenberg", "schmid"}

    def test_the_dateline_tells_whose_ministry(self):
        found = Offices(HELD, PLACES).who("the Foreign Ministry", frozenset([RUSSIA]))
        assert (found.keys, found.rule) == (("mfa",), "dateline")

    def test_who_holds_the_post_on_the_day(self):
        before = held("before", "Minister of Foreign Affairs", RUSSIA, until=date(2022, 1, 9))
        after = held("after", "Minister of Foreign Affairs", RUSSIA, since=date(2022, 1, 10))
        knowledge = replace(KNOWLEDGE, held=[before, after])
        text = "The Russian foreign minister said that the talks were over."
        assert [
            linked(text, knowledge, day=DAY)[0].speaker,
            linked(text, knowledge, day=date(2022, 1, 9))[0].speaker,
        ] == [
            "after",
            "before",
        ]


class TestSpeakers:
    def test_a_post_is_proposed_with_its_reason(self):
        (one,) = linked("GENEVA, 10 January 2022 - The Russian deputy foreign minister said that the talks were hard.")
        assert (one.speaker, one.speaker_words) == ("ryabkov", "The Russian deputy foreign minister")
        assert "who holds that post on the day" in one.reason
        assert offered(one, "speaker") == {"ryabkov": "role"}

    def test_who_goes_on_is_the_same(self):
        found = linked(
            "The Russian deputy foreign minister said that the talks were hard. He said that they would go on."
        )
        assert [one.speaker for one in found] == ["ryabkov", "ryabkov"]

    def test_two_of_a_name_are_left_open_and_both_offered(self):
        (one,) = linked("Sullivan said that the talks were hard.")
        assert one.speaker is None
        assert offered(one, "speaker") == {"jake": "open", "john": "open"}

    def test_a_title_decides_between_two_of_a_name(self):
        (one,) = linked("Ambassador Sullivan said that the talks were hard.")
        assert (one.speaker, offered(one, "speaker")) == ("john", {"john": "title"})

    def test_so_does_a_title_given_earlier(self):
        found = linked("Moscow received Ambassador Sullivan at noon. Sullivan said that the talks were hard.")
        assert [one.speaker for one in found] == ["john"]

    def test_a_title_that_was_held_earlier_decides_nothing(self):
        found = linked("Moscow received former Ambassador Sullivan at noon. Sullivan said that the talks were hard.")
        assert [one.speaker for one in found] == [None]

    def test_both_titles_in_one_report_leave_it_open(self):
        text = "Ambassador Sullivan met national security adviser Sullivan. Sullivan said that the talks were hard."
        assert [one.speaker for one in linked(text)] == [None]

    def test_of_several_the_one_whom_the_report_names(self):
        (one,) = linked("Jens Stoltenberg came at noon. The Secretary General said that the talks were hard.")
        assert (one.speaker, offered(one, "speaker")) == ("stoltenberg", {"stoltenberg": "present"})

    def test_a_minister_of_another_state_is_not_the_last_minister(self):
        text = "Sergey Lavrov, the Russian foreign minister, said that it was late. The Polish foreign minister said that it was not."
        assert [one.speaker for one in linked(text)] == ["lavrov", "rau"]

    def test_names_that_are_known_stay(self):
        plain = suggest("Lavrov said that it was late.", reference=DAY, known=KNOWN)
        assert Linker(KNOWLEDGE).link(plain, "Lavrov said that it was late.", DAY) == plain


class TestLessons:
    def examples(self, count, led, phrase="strategic stability", others=40):
        with_it = [
            Example(f"on {phrase} {n}", n, frozenset([("track", "ssd")] if n < led else [])) for n in range(count)
        ]
        return [*with_it, *(Example(f"word{n}", n, frozenset([("track", "other")])) for n in range(others))]

    def test_a_plain_count(self):
        assert [one for one in learn(self.examples(16, 14)) if " " in one.phrase] == []  # its first word says as much
        assert Lesson("strategic", ("track", "ssd"), 14, 16) in learn(self.examples(16, 14))

    def test_few_teach_nothing(self):
        assert learn(self.examples(4, 4)) == []

    def test_one_report_teaches_nothing(self):
        assert learn(replace(one, report=1) for one in self.examples(16, 16)) == []

    def test_half_teaches_nothing(self):
        assert learn(self.examples(16, 10)) == []

    def test_what_nearly_all_statements_have_is_no_lesson(self):
        everywhere = [Example(f"talks {n}", n, frozenset([("track", "main")])) for n in range(40)]
        assert learn(everywhere) == []
        assert not is_sure(14, 16, at_large=0.8)

    def test_it_is_offered_with_its_count_and_linked_by_nobody(self):
        knowledge = replace(
            KNOWLEDGE, lessons=[Lesson("hard", ("track", "ssd"), 14, 16), Lesson("by lavrov", ("issue", "x"), 9, 9)]
        )
        (one,) = linked("Sergey Lavrov said that the talks were hard.", knowledge)
        assert one.tracks == []
        assert offered(one, "track") == {"ssd": "taught"}
        (reason,) = [offer.reason for offer in one.offers if offer.kind == "track"]
        assert "in 14 of 16 reviewed statements" in reason
        assert [offer.words for offer in one.offers if offer.kind == "issue"] == ["Sergey Lavrov"]


TREATY = Text(
    "treaty",
    ("Draft treaty with the US", "draft treaty"),
    ("Russian", "Russia"),
    (("4", "t4", "growth"), ("6", "t6", "arms")),
)
AGREEMENT = Text("agreement", ("draft agreement",), ("Russian", "Russia"), (("4", "a4", "forces"), ("9", "a9", "end")))
REPLY = Text("reply", ("US paper",), ("American", "US"), (("Point 3", "p3", "arms"),))


class TestArticles:
    @pytest.mark.parametrize(
        ("text", "keys"),
        [
            ("He said that Article 4 of the draft treaty was not for talk.", {"t4"}),
            ("He said that articles 4 and 6 of the draft treaty were not for talk.", {"t4", "t6"}),
            ("He said that Article 4 was not for talk.", {"t4", "a4"}),
            ("He said that Article 9 was not for talk.", {"a9"}),
            ("He said that point 3 of the American paper was not for talk.", {"p3"}),
            ("Of the draft agreement he said that Article 4 was not for talk.", {"a4"}),
            ("He said that Article 77 was not for talk.", set()),
            ("He said that article 4.5 per cent was not for talk.", set()),
        ],
    )
    def test_numbers(self, text, keys):
        (one, *_rest) = linked(text, replace(KNOWLEDGE, texts=[TREATY, AGREEMENT, REPLY]))
        assert set(offered(one, "provision")) == keys

    def test_the_text_and_what_the_article_is_about(self):
        known = replace(KNOWN, issues=[KnownName("growth", ("further growth",))])
        (one,) = linked(
            "Lavrov said that the draft treaty was about further growth.", replace(KNOWLEDGE, texts=[TREATY]), known
        )
        assert offered(one, "provision") == {"t4": "matter"}

    def test_roman_numbers(self):
        text = Text("document", ("Vienna Document",), (), (("Chapter III", "c3", None),))
        (one,) = linked(
            "He asked under chapter III of the Vienna Document for an answer, he said.",
            replace(KNOWLEDGE, texts=[text]),
        )
        assert offered(one, "provision") == {"c3": "article"}


def span(edtf):
    found = UncertainDate(edtf)
    return found.earliest, found.latest


GENEVA = Occasion("geneva", "meeting", (span("2022-01-10"),), ("Geneva",), ("ryabkov",))
BRUSSELS = Occasion("brussels", "meeting", (span("2022-01-12"),), ("Brussels",), ("stoltenberg",))
CALL = Occasion("call", "call", (span("2022-01-10"),), (), ("lavrov", "blinken"))


class TestOccasions:
    @pytest.mark.parametrize(
        ("said", "keys"),
        [
            ("the talks in Geneva on 10 January were hard", {"geneva"}),
            ("the talks in Brussels on 10 January were hard", set()),
            ("the talks on 12 January were hard", {"brussels"}),
            ("the talks in Geneva in early January were hard", {"geneva"}),
            ("the talks in early January were hard", set()),
            ("the paper of 10 January was hard", set()),
            ("the call of 10 January was hard", {"call"}),
            ("the talks in Geneva were hard", set()),
        ],
    )
    def test_kind_day_and_place(self, said, keys):
        (one,) = linked(f"Zbigniew Rau said that {said}.", replace(KNOWLEDGE, occasions=[GENEVA, BRUSSELS, CALL]))
        assert set(offered(one, "event")) == keys


def test_nothing_is_lost_or_reordered():
    text = "Lavrov said that it was late. Sullivan said that it was not. The Secretary General said nothing would come."
    plain = suggest(text, reference=DAY, known=KNOWN)
    assert [(one.start, one.end, one.rule) for one in linked(text)] == [(one.start, one.end, one.rule) for one in plain]


@pytest.mark.parametrize(
    "piece", ["Sullivan said it. ", "Article 4, ", "a" * 50, "the Russian deputy foreign minister said it. ", "in "]
)
def test_time_is_linear_in_the_text(piece):
    knowledge = replace(KNOWLEDGE, texts=[TREATY, AGREEMENT], occasions=[GENEVA])

    def seconds(size):
        text = piece * (size // len(piece))
        plain = suggest(text, reference=DAY, known=KNOWN)[:500]
        began = time.process_time()
        Linker(knowledge).link(plain, text, DAY)
        return time.process_time() - began

    assert seconds(100_000) < 20 * (seconds(20_000) + 0.02)
