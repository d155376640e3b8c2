"""Filing the demo dossier in the database, whole or not at all.

A dossier that is there already stays as it is, with whatever people have changed in it: the slug of its negotiation
tells. Actors and outlets are common to all negotiations; those that exist are used and not changed.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

import pghistory
from django.db import transaction
from django.db.models import Q

from tracker.accounts.models import User
from tracker.events.models import Claim, Event, EventTrack, Participant
from tracker.lib import anchors
from tracker.lib.dates import UncertainDate
from tracker.lib.text import content_hash
from tracker.negotiations.models import (
    Actor,
    Addressee,
    Issue,
    Negotiation,
    Party,
    Proposal,
    Provision,
    Role,
    Track,
    TrackStatus,
    Version,
)
from tracker.reports.models import Outlet, Report, Revision
from tracker.statements.models import Anchor, Position, Relay, Statement, TrackLink

from .check import problems
from .dossier import BYLINE, Dossier, published_at, reference, spans

NOTE = "Summary in our own words of what the named outlet published; not its text."
HOUR = " The hour of publication is not known; noon UTC stands for it."
WHY = "demo dossier loaded"


class BadDossier(ValueError):
    """The files contradict themselves; the message says where."""


@dataclass
class Desk:
    """What has been filed, by the keys of the dossier."""

    dossier: Dossier
    negotiation: Negotiation
    coder: User | None
    reviewer: User | None
    actors: dict[str, Actor] = field(default_factory=dict)
    outlets: dict[str, Outlet] = field(default_factory=dict)
    tracks: dict[str, Track] = field(default_factory=dict)
    issues: dict[str, Issue] = field(default_factory=dict)
    proposals: dict[str, Proposal] = field(default_factory=dict)
    provisions: dict[str, Provision] = field(default_factory=dict)
    reports: dict[str, Report] = field(default_factory=dict)
    revisions: dict[str, Revision] = field(default_factory=dict)  # the newest of each report
    statements: dict[str, Statement] = field(default_factory=dict)


def load(dossier: Dossier, *, coder: User | None = None, reviewer: User | None = None) -> Negotiation | None:
    """File `dossier` and return its negotiation; None, and nothing changed, when there is one of its slug.

    `coder` and `reviewer` are named as those who did the work. Raises BadDossier before anything is written.
    """
    if wrong := list(problems(dossier)):
        raise BadDossier("\n".join(wrong))
    with transaction.atomic(), pghistory.context(why=WHY):
        if Negotiation.objects.filter(slug=dossier.negotiation["slug"]).exists():
            return None
        desk = Desk(dossier, _negotiation(dossier.negotiation), coder, reviewer)
        for step in (_actors, _outlets, _tracks, _issues, _proposals, _reports, _statements, _events):
            step(desk)
    return desk.negotiation


def filed(negotiation: Negotiation) -> Counter:
    """How many rows of each kind a negotiation has."""
    own = {"negotiation": negotiation}
    return Counter(
        {
            "tracks": Track.objects.filter(**own).count(),
            "issues": Issue.objects.filter(**own).count(),
            "proposals": Proposal.objects.filter(**own).count(),
            "provisions": Provision.objects.filter(of_version__proposal__negotiation=negotiation).count(),
            "reports": Report.objects.filter(**own).count(),
            "statements": Statement.objects.filter(**own).count(),
            "published statements": Statement.objects.filter(**own).published().count(),
            "positions": Position.objects.filter(statement__negotiation=negotiation).count(),
            "events": Event.objects.filter(**own).count(),
            "claims": Claim.objects.filter(event__negotiation=negotiation).count(),
        }
    )


def _negotiation(row: dict) -> Negotiation:
    return Negotiation.objects.create(
        **_named(row, "slug", "title", "visibility"),
        summary=row["summary"].strip(),
        started=UncertainDate(row["started"]),
        ended=UncertainDate(row["ended"]),
    )


def _actors(desk: Desk) -> None:
    fresh = []
    for key, row in desk.dossier.actors.items():
        desk.actors[key] = _known_actor(row) or Actor.objects.create(
            **_named(row, "kind", "name", "short_name", "aliases", "distinction", "wikidata_id", "iso_code", "note"),
            parent=desk.actors.get(row.get("parent")),
        )
        if desk.actors[key].version == 1 and not desk.actors[key].roles.exists():
            fresh.append(key)
    Role.objects.bulk_create(
        Role(
            person=desk.actors[key],
            post=role["post"],
            organisation=desk.actors[role["organisation"]],
            started=_date(role.get("started")),
            ended=_date(role.get("ended")),
            source=role["source"],
        )
        for key in fresh
        for role in desk.dossier.actors[key].get("roles", [])
    )


def _known_actor(row: dict) -> Actor | None:
    """The actor a team has already: by its Wikidata id or code, else by its name."""
    same = Q(name=row["name"], distinction=row.get("distinction", ""))
    for own in ("wikidata_id", "iso_code"):
        if row.get(own):
            same |= Q(**{own: row[own]})
    return Actor.objects.filter(same).order_by("pk").first()


def _outlets(desk: Desk) -> None:
    for key, row in desk.dossier.outlets.items():
        values = _named(row, "short_name", "aliases", "domains", "reliability", "reliability_note")
        desk.outlets[key], _ = Outlet.objects.get_or_create(name=row["name"], defaults=values)


def _tracks(desk: Desk) -> None:
    for order, (key, row) in enumerate(desk.dossier.tracks.items()):
        track = desk.tracks[key] = Track.objects.create(
            negotiation=desk.negotiation,
            parent=desk.tracks.get(row.get("parent")),
            order=order,
            **_named(row, "slug", "name", "short_name", "kind", "aliases", "summary", "colour"),
        )
        Party.objects.bulk_create(
            Party(
                track=track,
                actor=desk.actors[party["actor"]],
                head=desk.actors.get(party.get("head")),
                order=place,
                **_named(party, "part"),
            )
            for place, party in enumerate(row["parties"])
        )
        TrackStatus.objects.bulk_create(
            TrackStatus(track=track, since=_date(status["since"]), **_named(status, "status", "note"))
            for status in row["statuses"]
        )


def _issues(desk: Desk) -> None:
    for order, (key, row) in enumerate(desk.dossier.issues.items()):
        desk.issues[key] = Issue.objects.create(
            negotiation=desk.negotiation,
            parent=desk.issues.get(row.get("parent")),
            order=order,
            **_named(row, "slug", "name", "short_name", "aliases", "summary"),
        )


def _proposals(desk: Desk) -> None:
    for key, row in desk.dossier.proposals.items():
        proposal = desk.proposals[key] = Proposal.objects.create(
            negotiation=desk.negotiation,
            tabled_by=desk.actors[row["tabled_by"]],
            tabled_on=_date(row["tabled_on"]),
            track=desk.tracks[row["track"]],
            **_named(row, "slug", "title", "short_title", "aliases", "summary", "source"),
        )
        Addressee.objects.bulk_create(Addressee(proposal=proposal, actor=desk.actors[to]) for to in row["addressees"])
        if "version" in row:
            _version(desk, key, row)


def _version(desk: Desk, key: str, row: dict) -> None:
    version = Version.objects.create(
        proposal=desk.proposals[key],
        dated=_date(row["version"]["dated"]),
        **_named(row["version"], "label", "note", "source"),
    )
    for order, provision in enumerate(row["provision"]):
        desk.provisions[f"{key}/{provision['number']}"] = Provision.objects.create(
            of_version=version,
            order=order,
            issue=desk.issues[provision["issue"]],
            **_named(provision, "number", "heading", "text", "from_memory"),
        )


def _reports(desk: Desk) -> None:
    for key, row in desk.dossier.reports.items():
        report = desk.reports[key] = Report.objects.create(
            negotiation=desk.negotiation,
            outlet=desk.outlets[row["outlet"]],
            url=row["source_url"],
            published_at=published_at(row),
            byline=BYLINE,
            note=NOTE if isinstance(row["published"], datetime) else NOTE + HOUR,
            entered_by=desk.coder,
            **_named(row, "title", "dateline_place", "dateline_day", "kind", "credibility", "fact_sources"),
        )
        texts = [row[name] for name in ("earlier_text", "text") if name in row]
        for number, text in enumerate(texts, 1):
            desk.revisions[key] = Revision.objects.create(
                report=report, number=number, text=text, content_hash=content_hash(text), came_from="demo"
            )


def _statements(desk: Desk) -> None:
    for key in desk.dossier.statements:
        _statement(desk, key)


def _statement(desk: Desk, key: str) -> Statement:
    """The statement of that key, filed after the one it answers."""
    if key in desk.statements:
        return desk.statements[key]
    row = desk.dossier.statements[key]
    answers = _statement(desk, row["answers"]) if "answers" in row else None
    report = desk.dossier.reports[row["report"]]
    status = row.get("status", "published")
    statement = desk.statements[key] = Statement.objects.create(
        report=desk.reports[row["report"]],
        speaker=desk.actors.get(row.get("speaker")),
        addressee=desk.actors.get(row.get("addressee")),
        said_on=_date(
            row.get("said_on", report["dateline_day"].isoformat()), row.get("said_on_words"), reference(report)
        ),
        answers=answers,
        status=status,
        form=row.get("form", "indirect"),
        coded_by=desk.coder if status != "suggested" else None,
        reviewed_by=desk.reviewer if status in ("reviewed", "published") else None,
        **_named(
            row, "speaker_words", "addressee_words", "basis", "venue", "summary", "act", "certainty", "rule", "reason"
        ),
    )
    _pieces(desk, statement, row)
    _links(desk, statement, row)
    return statement


def _pieces(desk: Desk, statement: Statement, row: dict) -> None:
    revision = desk.revisions[row["report"]]
    Anchor.objects.bulk_create(
        Anchor(statement=statement, revision=revision, **_slice(revision.text, span))
        for span in spans(row["quote"], revision.text)
    )


def _links(desk: Desk, statement: Statement, row: dict) -> None:
    Relay.objects.bulk_create(
        Relay(
            statement=statement,
            order=order,
            actor=desk.actors.get(relay),
            outlet=None if relay in desk.actors else desk.outlets[relay],
        )
        for order, relay in enumerate(row.get("relayed_by", []), 1)
    )
    TrackLink.objects.bulk_create(
        TrackLink(statement=statement, track=desk.tracks[track], reason=reason)
        for track, reason in row["tracks"].items()
    )
    Position.objects.bulk_create(
        Position(
            statement=statement,
            issue=desk.issues.get(position["on"]),
            provision=desk.provisions.get(position["on"]),
            holder=desk.actors[desk.dossier.holder(row, position)],
            **_named(position, "stance", "condition"),
        )
        for position in row.get("positions", [])
    )


def _events(desk: Desk) -> None:
    for row in desk.dossier.events.values():
        event = Event.objects.create(
            negotiation=desk.negotiation,
            proposal=desk.proposals.get(row.get("proposal")),
            **_named(row, "kind", "title", "summary"),
        )
        EventTrack.objects.bulk_create(EventTrack(event=event, track=desk.tracks[track]) for track in row["tracks"])
        Participant.objects.bulk_create(
            Participant(event=event, actor=desk.actors[actor], part=part, order=order)
            for order, (actor, part) in enumerate(row["participants"].items())
        )
        Claim.objects.bulk_create(_claim(desk, event, claim) for claim in row["claims"])


def _claim(desk: Desk, event: Event, row: dict) -> Claim:
    revision = desk.revisions[row["report"]]
    (span,) = spans(row["quote"], revision.text)
    return Claim(
        event=event,
        report=desk.reports[row["report"]],
        revision=revision,
        statement=desk.statements.get(row.get("statement")),
        when=_date(
            row.get("when"), row.get("words"), row.get("reference", reference(desk.dossier.reports[row["report"]]))
        ),
        status="published",
        **_named(row, "step", "place", "aspect", "value", "note"),
        **_slice(revision.text, span),
    )


def _date(edtf: str | None, words: str | None = None, day: date | None = None) -> UncertainDate | None:
    """`day` is the one the words were resolved against, and kept only where there are words."""
    return UncertainDate(edtf, words or "", day if words else None) if edtf else None


def _slice(text: str, span: tuple[int, int]) -> dict:
    anchor = anchors.make(text, *span)
    return {name: getattr(anchor, name) for name in ("start", "end", "exact", "prefix", "suffix")}


def _named(row: dict, *names: str) -> dict:
    """Those of the fields that the row gives; the models' defaults stand for the others."""
    return {name: row[name] for name in names if name in row}
