"""What the page of a statement shows."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from django.db.models import Q, Subquery
from django.db.models.functions import Coalesce, Substr
from django.urls import reverse

from tracker.history.queries import LABELS, Change, changes
from tracker.negotiations.reading import published
from tracker.reports.models import ReportKind, Revision

from .alike import Also, also_reported
from .citation import Citation
from .models import Anchor, Position, Relay, Statement, TrackLink

AROUND = 320  # characters of context on either side


@dataclass(frozen=True)
class Passage:
    """The words in their context: (text, whether it is the statement's) in turn. `cut_before`, `cut_after`: the source
    goes on there. `revision` is the number of the one they stand in, `newest` of the newest one there is."""

    stretches: list[tuple[str, bool]]
    cut_before: bool
    cut_after: bool
    revision: int
    newest: int

    @property
    def is_adrift(self) -> bool:
        return self.revision != self.newest


@dataclass(frozen=True)
class Link:
    """One link of the chain of attribution. `kind`: "speaker", "relay" or "outlet"; `words`: as the report puts it."""

    kind: str
    label: str
    url: str = ""
    detail: str = ""
    words: str = ""


@dataclass(frozen=True)
class HistoryStep:
    """What somebody did at one time: `entered` (and deleted) parts by name, and the changes of fields."""

    when: datetime
    who: str
    why: str
    entered: str
    changes: list[Change]


@dataclass(frozen=True)
class StatementPage:
    """`answers`: the one it responds to; `answered_by`: those that respond to it; both as far as the reader sees them.
    `also`: the same words in other reports. `history` is for the team; empty for others."""

    statement: Statement
    passage: Passage | None
    chain: list[Link]
    answers: Statement | None
    answered_by: list[Statement]
    also: list[Also] = field(default_factory=list)
    history: list[HistoryStep] = field(default_factory=list)


def statement_page(statement: Statement, *, user, public_by: datetime | None = None) -> StatementPage:
    """What the page of `statement`, loaded `with_sources`, shows to `user`."""
    others = published(statement.negotiation.statements, user, public_by)
    related = list(
        others.filter(Q(answers=statement) | Q(pk=statement.answers_id))
        .with_quotes().order_by("said_on_earliest", "pk")
    )  # fmt: skip
    return StatementPage(
        statement=statement,
        passage=_passage(statement, user),
        chain=chain_of(statement),
        answers=next((other for other in related if other.pk == statement.answers_id), None),
        answered_by=[other for other in related if other.answers_id == statement.pk],
        also=also_reported([statement], others).get(statement.pk, []),
        history=_history(statement) if getattr(user, "is_team", False) else [],
    )


def _history(statement: Statement) -> list[HistoryStep]:
    """Newest first; what was recorded within the same second by the same person is one step."""
    recorded = changes(statement, [(model, "statement") for model in (Anchor, Relay, TrackLink, Position)])
    same_time = groupby(recorded, key=lambda change: (change.when.replace(microsecond=0), change.who, change.why))
    return [_step(when, who, why, list(done)) for (when, who, why), done in same_time]


def _step(when: datetime, who: str, why: str, done: list[Change]) -> HistoryStep:
    whole = Counter(f"{change.label} {change.what}" for change in done if change.label != LABELS["update"])
    words = ", ".join(f"{what} ({n})" if n > 1 else what for what, n in sorted(whole.items()))
    return HistoryStep(when, who, why, words, [change for change in done if change.label == LABELS["update"]])


def _passage(statement: Statement, user) -> Passage | None:
    """Cut by the database, so that a long report is not read whole."""
    pieces = statement.pieces
    if not pieces:
        return None
    start = max(pieces[0].start - AROUND, 0)
    length = pieces[-1].end + AROUND - start
    newest = Revision.objects.pinned(user).filter(report=statement.report_id).order_by("-number").values("number")[:1]
    cut = Revision.objects.filter(pk=pieces[0].revision_id)
    text, revision, newest = cut.values_list(
        Substr("text", start + 1, length + 1), "number", Coalesce(Subquery(newest), "number")
    ).get()
    goes_on = len(text) > length
    text = text[:length]
    stretches, at = [], start
    for piece in pieces:
        stretches += [
            (text[at - start : piece.start - start], False),
            (text[piece.start - start : piece.end - start], True),
        ]
        at = piece.end
    stretches.append((text[at - start :], False))
    return Passage(_at_words(stretches, start > 0, goes_on), start > 0, goes_on, revision, newest)


def _at_words(stretches: list[tuple[str, bool]], cut_before: bool, cut_after: bool) -> list[tuple[str, bool]]:
    """Drop the half words at the ends."""
    first, last = stretches[0][0], stretches[-1][0]
    if cut_before and " " in first:
        stretches[0] = (first.split(" ", 1)[1], False)
    if cut_after and " " in last:
        stretches[-1] = (last.rsplit(" ", 1)[0], False)
    return [(text, is_quoted) for text, is_quoted in stretches if text]


def chain_of(statement: Statement) -> list[Link]:
    """From the speaker through those who relayed it to the outlet."""
    role, speaker = statement.speaker_role, statement.speaker
    negotiation = statement.negotiation.slug
    chain = [
        Link(
            "speaker",
            statement.speaker_label,
            reverse("negotiations:actor", args=[negotiation, speaker.pk]) if speaker else "",
            detail=str(role or ""),
            words=statement.speaker_words,
        )
    ]
    for relay in statement.relays.all():
        url = reverse("negotiations:actor", args=[negotiation, relay.actor_id]) if relay.actor_id else ""
        chain.append(Link("relay", str(relay), url, words=relay.words))
    report = statement.report
    return [*chain, Link("outlet", report.outlet.name, report.get_absolute_url(), detail=report.outlet.reliability)]


def citation_of(statement: Statement, site: str) -> Citation:
    """`site`: scheme and host, as in https://parley.example."""
    report = statement.report
    return Citation(
        number=statement.pk,
        speaker=statement.speaker_label,
        role=str(statement.speaker_role or ""),
        words=statement.spoken,
        title=report.title,
        outlet=report.outlet.name,
        author=report.byline,
        place=report.dateline_place,
        published=report.published_at,
        language=report.language,
        is_news=report.kind == ReportKind.NEWS,
        address=report.url,
        permalink=site + statement.get_absolute_url(),
    )
