"""The entries that lanes show one by one: an event, a tabled text, a statement, each with what is drawn of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from tracker.events.models import Event
from tracker.negotiations.models import Proposal
from tracker.statements.models import Statement

from .entries import EVENT, PROPOSAL, STATEMENT
from .selection import Selection

LONGEST = 80  # characters of a title
SIGNED_STEPS = ("read_out", "postponed", "cancelled")


@dataclass(frozen=True)
class Mark:
    """`lanes`: keys. `first` and `last`: seconds since 1970 between which it lies. `shape`: an event's kind, a
    statement's form, "proposal". `state`: an event's step in life, the stance that all of a statement's positions take.
    `words`: how its date is written where it is not a plain day."""

    kind: str
    pk: int
    lanes: tuple[str, ...]
    first: int
    last: int
    is_vague: bool
    title: str = ""
    shape: str = ""
    state: str = ""
    words: str = ""
    is_disputed: bool = False
    slug: str = ""

    @property
    def symbol(self) -> str:
        """The shape's name in templates/timelines/_shapes.html."""
        return "direct" if self.kind == STATEMENT else self.shape

    @property
    def over(self) -> str:
        """The sign on the shape: of a stance, of a step that needs one, of sources that differ; "" for none."""
        if self.is_disputed:
            return "disputed"
        return self.state if self.kind == STATEMENT or self.state in SIGNED_STEPS else ""

    @property
    def css(self) -> str:
        names = [self.kind, self.shape if self.kind == STATEMENT else "", self.state]
        names.append("disputed" if self.is_disputed else "")
        return " ".join(f"is-{name}" for name in names if name)

    @property
    def reference(self) -> int | str:
        """By which its address names it."""
        return self.slug or self.pk

    def as_json(self, lanes: tuple[str, ...]) -> list:
        """[kind, id, [places of its lanes], first, last, shape, state, vague + 2 * disputed, title, words, name in its
        address]"""
        places = [place for place, lane in enumerate(lanes) if lane in self.lanes]
        flags = self.is_vague + 2 * self.is_disputed
        drawn = [self.shape, self.state, flags, self.title, self.words]
        return [self.kind, self.pk, places, self.first, self.last, *drawn, self.reference]


def told(marks: Iterable[Mark], selection: Selection) -> list[Mark]:
    """The marks with title, shape and state, as the reader of the selection may see them; five queries at most."""
    negotiation = selection.negotiation
    marks = list(marks)
    keys = {kind: [mark.pk for mark in marks if mark.kind == kind] for kind in (EVENT, PROPOSAL, STATEMENT)}
    found: dict[tuple[str, int], dict] = {}
    if keys[EVENT]:
        events = negotiation.events.with_claims(public_by=selection.public_by, user=selection.user).filter(
            pk__in=keys[EVENT]
        )
        found |= {(EVENT, event.pk): _of_event(event) for event in events}
    if keys[PROPOSAL]:
        found |= {(PROPOSAL, one.pk): _of_proposal(one) for one in negotiation.proposals.filter(pk__in=keys[PROPOSAL])}
    if keys[STATEMENT]:
        said = negotiation.statements.filter(pk__in=keys[STATEMENT]).select_related("speaker")
        said = said.prefetch_related("anchors", "positions")
        found |= {(STATEMENT, one.pk): _of_statement(one) for one in said}
    return [replace(mark, **more) for mark in marks if (more := found.get((mark.kind, mark.pk)))]


def _of_event(event: Event) -> dict:
    state = event.state
    words = str(state.when) if state.when and not state.when.is_exact_day else ""
    return {
        "title": _short(event.title),
        "shape": event.kind,
        "state": state.step,
        "is_disputed": state.is_disputed,
        "words": words,
    }


def _of_proposal(proposal: Proposal) -> dict:
    when = proposal.tabled_on
    words = str(when) if when and not when.is_exact_day else ""
    return {
        "title": _short(_("%(title)s, tabled") % {"title": proposal.title}),
        "shape": PROPOSAL,
        "words": words,
        "slug": proposal.slug,
    }


def _of_statement(statement: Statement) -> dict:
    taken = {position.stance for position in statement.positions.all()}
    when = statement.said_on
    return {
        "title": _short(f"{statement.speaker_label}: {statement.summary or statement.spoken}"),
        "shape": statement.form,
        "state": taken.pop() if len(taken) == 1 else "",
        "words": str(when) if when and not when.is_exact_day else "",
    }


def _short(text: str) -> str:
    return Truncator(text).chars(LONGEST)
