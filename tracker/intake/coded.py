"""Statements that came with a report, coded elsewhere: each becomes a draft where its words stand.

1. The words are found: at the place that is given, where they stand there, else where they stand once in the text.
2. What the table or export says becomes what Parley has: speakers, tracks and issues by the names they go by. What has no
   row here is made for nobody: it is told in words, in `Added.left`, and in the statement's reason with all that was coded.
3. Several codes of one speaker at one place are one statement with several positions, as in DNA a concept is coded each.
4. What was made before is not made again, whatever a person has made of it since.
"""

from collections import defaultdict
from dataclasses import asdict, dataclass, field, replace
from typing import cast

from django.db import transaction

from tracker.lib import anchors
from tracker.lib.dates import BadDate, UncertainDate, parse
from tracker.lib.quotes import PAIRS, unquoted
from tracker.negotiations.models import Actor, Issue
from tracker.reports.models import Report, Revision
from tracker.statements.coding.registry import Registry
from tracker.statements.models import (
    Act,
    Anchor,
    Basis,
    Certainty,
    Form,
    Position,
    Relay,
    Stance,
    Statement,
    Status,
    TrackLink,
)

from .record import GAP, Coded, Stand

WHERE = {"dna": "in Discourse Network Analyzer", "table": "in a table", "own": "in Parley"}
SHOWN = 160  # characters of words that are lost
LONGEST_REASON = 400

Span = tuple[int, int]
Place = tuple[Span, ...]


@dataclass(frozen=True)
class Lost:
    """A statement without a place in the text; `why` for people, with its words."""

    coded: Coded
    why: str


@dataclass
class Added:
    """`known`: how many were there already; `left`: what of those made has no row here, for people."""

    made: list[Statement] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    known: int = 0
    left: list[str] = field(default_factory=list)

    @property
    def notes(self) -> list[str]:
        """What a person should be told."""
        return [*(one.why for one in self.lost), *self.left]


@transaction.atomic
def add_coded(report: Report, revision: Revision, coded: list[Coded], *, by, registry: Registry | None = None) -> Added:
    """Make drafts of `coded`, anchored in `revision` of `report`. May be called again with the same."""
    added, there, made = Added(), _there(report, revision), set()
    desk = _Desk(report, revision, registry or Registry(report.negotiation), by, added)
    for place, one in _merged(_placed(coded, revision.text, added.lost)):
        if _taken(there.get(place, []), one, desk):
            added.known += 1
        else:
            added.made.append(desk.make(place, one))
            made.add(place)
    guesses = report.statements.waiting().prefetch_related("anchors") if made else []
    Statement.objects.filter(pk__in=[guess.pk for guess in guesses if _place(guess, revision) in made]).delete()
    return added


def _there(report: Report, revision: Revision) -> dict[Place, list[Statement]]:
    """The statements that are more than guesses, by their places in the revision."""
    there: dict[Place, list[Statement]] = defaultdict(list)
    for statement in report.statements.exclude(status=Status.SUGGESTED).prefetch_related("anchors"):
        there[_place(statement, revision)].append(statement)
    return there


def _place(statement: Statement, revision: Revision) -> Place:
    return tuple(sorted((a.start, a.end) for a in statement.anchors.all() if a.revision_id == revision.pk))


def _taken(there: list[Statement], coded: Coded, desk: "_Desk") -> bool:
    """Whether one of these is it; each counts once, so that what was coded twice is there twice."""
    speaker, words = desk.speaker(coded)
    for statement in there:
        same_source = statement.rule == coded.rule and statement.reason == reason(coded)
        if same_source or (statement.speaker == speaker and (speaker or statement.speaker_words == words)):
            there.remove(statement)
            return True
    return False


def _placed(coded: list[Coded], text: str, lost: list[Lost]) -> list[tuple[Place, Coded]]:
    found = []
    for one in coded:
        place = _find(one, text)
        if isinstance(place, str):
            lost.append(Lost(one, place))
        else:
            found.append((place, one))
    return found


def _find(coded: Coded, text: str) -> Place | str:
    """Where all of its pieces stand, or why they do not."""
    if len(coded.pieces) > 1 and coded.exact.count(GAP) == len(coded.pieces) - 1:
        return _find_pieces(coded, list(zip(coded.exact.split(GAP), coded.pieces, strict=True)), text)
    given = (coded.start, coded.end) if coded.start is not None and coded.end is not None else None
    found = _find_pieces(coded, [(coded.exact, given)], text)
    if isinstance(found, str) and GAP in coded.exact:  # words were left out
        return _find_pieces(coded, [(piece, None) for piece in coded.exact.split(GAP)], text)
    return found


def _find_pieces(coded: Coded, pieces: list[tuple[str, Span | None]], text: str) -> Place | str:
    found = []
    for words, span in pieces:
        if span and text[span[0] : span[1]] == words:
            found.append(span)
            continue
        places = anchors.places(words, text) or anchors.places(unquoted(words), text)
        if len(places) != 1:
            stands = "stands several times in the text" if places else "is not in the text"
            return f"“{words[:SHOWN]}” ({coded.speaker or 'speaker not named'}) {stands}; no statement was made of it."
        found.append(places[0])
    if len({start for start, _ in found}) < len(found):
        return f"Two pieces of “{coded.exact[:SHOWN]}” stand at one place; no statement was made of it."
    return tuple(sorted(found))


def _merged(placed: list[tuple[Place, Coded]]) -> list[tuple[Place, Coded]]:
    """Codes of one speaker at one place together. Our own export has had that done to it."""
    kept: dict[tuple, tuple[Place, Coded]] = {}
    for number, (place, one) in enumerate(placed):
        one = replace(one, issue="", stance="", condition="", positions=(*one.positions, *_stand(one)))
        key = (place, number if one.rule == "own" else (one.speaker, one.organisation, one.coder, one.said_on))
        if key in kept:
            first = kept[key][1]
            one = replace(
                first,
                positions=tuple(dict.fromkeys(first.positions + one.positions)),
                tracks=tuple(dict.fromkeys(first.tracks + one.tracks)),
                summary=first.summary or one.summary,
                note="; ".join(dict.fromkeys(filter(None, (first.note, one.note)))),
            )
        kept[key] = place, one
    return list(kept.values())


def _stand(coded: Coded) -> list[Stand]:
    return [Stand(coded.issue, coded.stance, condition=coded.condition)] if coded.issue else []


def reason(coded: Coded) -> str:
    """By whom and as what it was coded, in words: kept with the statement, and what it is known again by."""
    by = f"Coded by {coded.coder}" if coded.coder else "Coded"
    speaker = " of ".join(filter(None, (coded.speaker, coded.organisation))) or coded.speaker_words
    stands = [f"“{one.on}” {one.stance.replace('_', ' ')}".strip() for one in coded.positions]
    said = [
        f"speaker {speaker}" if speaker else "",
        *stands,
        f"tracks {', '.join(coded.tracks)}" if coded.tracks else "",
    ]
    words = f"{by} {WHERE.get(coded.rule, 'elsewhere')}: {'; '.join(filter(None, [*said, coded.note]))}"
    return words.rstrip(": ")[:LONGEST_REASON]


@dataclass
class _Desk:
    """Where statements of one report are made."""

    report: Report
    revision: Revision
    registry: Registry
    by: object
    added: Added

    def make(self, place: Place, coded: Coded) -> Statement:
        text = self.revision.text
        speaker, words = self.speaker(coded)
        addressee = self._actor(coded.addressee)
        statement = Statement.objects.create(
            report=self.report,
            status=Status.DRAFT,
            form=coded.form if coded.form in Form.values else _form(text, place),
            speaker=speaker,
            speaker_words=words[:300],
            basis=coded.basis if coded.basis in Basis.values else Basis.ON_RECORD,
            addressee=addressee,
            addressee_words=(coded.addressee_words or ("" if addressee else coded.addressee))[:300],
            venue=coded.venue[:200],
            said_on=self._said_on(coded),
            summary=coded.summary[:300],
            act=coded.act if coded.act in Act.values else Act.STATE,
            certainty=coded.certainty if coded.certainty in Certainty.values else Certainty.CERTAIN,
            original_text=coded.original_text,
            translation=coded.translation,
            rule=coded.rule,
            reason=reason(coded),
            coded_by=self.by,
        )
        for start, end in place:
            anchor = anchors.make(text, start, end)
            Anchor.objects.create(statement=statement, revision=self.revision, **asdict(anchor))
        self._link(statement, coded)
        return statement

    def speaker(self, coded: Coded) -> tuple[Actor | None, str]:
        """The actor of that name, and the words used for the speaker: the name itself where nobody goes by it."""
        name = coded.speaker or ("" if coded.speaker_words else coded.organisation)
        actor = self._actor(name)
        if actor or coded.speaker_words:
            return actor, coded.speaker_words
        of = f" ({coded.organisation})" if coded.organisation and coded.speaker else ""
        return None, f"{name}{of}" if name else ""

    def _actor(self, name: str) -> Actor | None:
        found = self.registry.actors.find(name) if name else []
        return cast(Actor, found[0]) if len(found) == 1 else None

    def _said_on(self, coded: Coded) -> UncertainDate:
        day = self.report.reference_day
        if not coded.said_on:
            return UncertainDate(str(day))
        try:
            if coded.said_words or coded.said_against:
                against = type(day).fromisoformat(coded.said_against) if coded.said_against else None
                return UncertainDate(coded.said_on, coded.said_words, against)
            return parse(coded.said_on, day)
        except (BadDate, ValueError):
            self.left(coded, f"“{coded.said_on[:60]}” is no date; the report's day was taken")
            return UncertainDate(str(day))

    def left(self, coded: Coded, what: str) -> None:
        self.added.left.append(f"“{coded.exact[:60]}”: {what}.")

    def _link(self, statement: Statement, coded: Coded) -> None:
        for order, words in enumerate(coded.relays, start=1):
            Relay.objects.create(statement=statement, order=order, **self.registry.relayed_by(words[:200]))
        for name in coded.tracks:
            self._track(statement, coded, name)
        for stand in coded.positions:
            if why := self._position(statement, coded, stand):
                self.left(coded, f"the position “{stand.on}” {stand.stance.replace('_', ' ')}".rstrip() + f" {why}")

    def _track(self, statement: Statement, coded: Coded, name: str) -> None:
        """A name with commas that nobody goes by may be several."""
        names = [name] if self.registry.tracks.find(name) else [part.strip() for part in name.split(",")]
        for one in filter(None, names):
            found = self.registry.tracks.find(one)
            if len(found) == 1:
                why = coded.reasons.get(name) or f"as coded {WHERE.get(coded.rule, 'elsewhere')}"
                TrackLink.objects.get_or_create(statement=statement, track=found[0], defaults={"reason": why[:300]})
            else:
                self.left(coded, f"no track here is called “{one}”")

    def _position(self, statement: Statement, coded: Coded, stand: Stand) -> str:
        """Make the position, or say why it was left out."""
        found = self.registry.matters.find(stand.on)
        holder = self._actor(stand.holder) if stand.holder else self._side(statement, coded)
        if len(found) != 1:
            return "was left out: no issue here is called so"
        if stand.stance not in Stance.values:
            return "was left out: it has no stance that Parley knows"
        if holder is None:
            return "was left out: whose position it is cannot be told"
        if stand.stance == Stance.CONDITIONAL and not stand.condition:
            return "was left out: its condition is not given"
        on = {"issue" if isinstance(found[0], Issue) else "provision": found[0]}
        values = {"stance": stand.stance, "condition": stand.condition[:400]}
        made, _ = Position.objects.get_or_create(statement=statement, holder=holder, **on, defaults=values)
        return "" if made.stance == stand.stance else "was left out: another stance on it is coded too"

    def _side(self, statement: Statement, coded: Coded) -> Actor | None:
        """For whom the speaker speaks on that day, as the registry knows or else the code says."""
        day = statement.said_day
        speaker, organisation = statement.speaker, self._actor(coded.organisation)
        if organisation:
            return organisation.party_on(day) or organisation
        return (speaker.party_on(day) or speaker) if speaker else None


def _form(text: str, place: Place) -> str:
    """Direct where quotation marks enclose the words, mixed where they enclose a part, else indirect."""
    marks = {mark for pair in PAIRS for mark in pair} - {"'", "’", "‘"}
    start, end = place[0][0], place[-1][1]
    inside, after = text[start:end], text[end : end + 2].lstrip(",.")
    enclosed = text[max(0, start - 1) : start] in marks and after[:1] in marks
    if unquoted(inside) != inside.strip() or enclosed:
        return Form.DIRECT
    return Form.MIXED if any(mark in inside for mark in marks) else Form.INDIRECT
