from dataclasses import dataclass, field
from itertools import count
from types import SimpleNamespace

from tracker.negotiations.stances import issue_of, matrix, stands

numbers = count(1)
RU, US, FR = (SimpleNamespace(pk=pk, name=name) for pk, name in ((1, "RU"), (2, "US"), (3, "FR")))
MISSILES, FORM = (SimpleNamespace(pk=pk, name=name, parent_id=None) for pk, name in ((10, "Missiles"), (11, "Form")))


@dataclass
class Taken:
    holder: object
    stance: str
    day: int
    issue_id: int | None = 10
    provision: object = None
    pk: int = field(default_factory=lambda: next(numbers))

    @property
    def holder_id(self):
        return self.holder.pk

    @property
    def taken_at(self):
        return (self.day, self.day, self.pk)


def test_the_latest_said_is_the_current_one_in_whatever_order_they_come():
    late, early = Taken(RU, "rejects", 9), Taken(RU, "demands", 2)
    stand = stands([late, early], issue_of)[1, 10]
    assert stand.current is late
    assert stand.earlier == [early]
    assert [(shift.before, shift.after) for shift in stand.shifts] == [(early, late)]


def test_saying_the_same_again_is_no_change():
    same = [Taken(RU, "demands", day) for day in (1, 2, 3)]
    assert stands(same, issue_of)[1, 10].shifts == []


def test_changes_are_told_newest_first():
    path = [Taken(US, stance, day) for day, stance in enumerate(["rejects", "conditional", "conditional", "accepts"])]
    shifts = stands(path, issue_of)[2, 10].shifts
    assert [(s.before.stance, s.after.stance) for s in shifts] == [
        ("conditional", "accepts"),
        ("rejects", "conditional"),
    ]


def test_a_position_on_an_article_counts_for_its_issue():
    on_article = Taken(US, "rejects", 1, issue_id=None, provision=SimpleNamespace(issue_id=11))
    assert issue_of(on_article) == 11


def test_an_article_about_no_issue_counts_for_none():
    loose = Taken(US, "rejects", 1, issue_id=None, provision=SimpleNamespace(issue_id=None))
    assert stands([loose], issue_of) == {}


def test_silence_is_none_and_not_a_stance():
    table = matrix([Taken(US, "accepts", 1)], [RU, FR], [MISSILES, FORM])
    assert [actor.name for actor in table.columns] == ["US", "RU", "FR"]  # who spoke first
    assert [row.issue.name for row in table.rows] == ["Missiles"]
    [row] = table.rows
    assert row.stands[0].stance == "accepts"
    assert row.stands[1:] == [None, None]


def test_issues_nobody_spoke_on_are_kept_if_asked():
    table = matrix([], [RU], [MISSILES, FORM], keep_silent=True)
    assert [row.stands for row in table.rows] == [[None], [None]]
    assert not matrix([], [RU], [MISSILES])


def test_the_way_here_is_told_in_runs_of_the_same_stance():
    path = [Taken(US, stance, day) for day, stance in enumerate(["rejects", "rejects", "accepts", "rejects"])]
    runs = stands(path, issue_of)[2, 10].runs
    assert [(run.stance, run.first.day, run.last.day) for run in runs] == [
        ("rejects", 0, 1),
        ("accepts", 2, 2),
        ("rejects", 3, 3),
    ]


def test_an_issue_that_only_gathers_others_is_a_heading():
    child = SimpleNamespace(pk=12, name="Below", parent_id=10)
    on_child = Taken(US, "accepts", 1, issue_id=12)
    rows = matrix([on_child], [], [MISSILES, child, FORM], keep_silent=True).rows
    assert [row.is_heading for row in rows] == [True, False, False]
    rows = matrix([on_child, Taken(US, "accepts", 1)], [], [MISSILES, child]).rows
    assert [row.is_heading for row in rows] == [False, False]
