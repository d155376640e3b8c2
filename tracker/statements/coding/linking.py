"""What one dossier knows, read from the database for the linking of its reports (tracker/lib/attribution/linking)."""

from collections import defaultdict
from datetime import date, datetime

from tracker.lib.attribution import Known, KnownName
from tracker.lib.attribution.linking import Held, Knowledge, Occasion, Text
from tracker.lib.attribution.linking.words import load
from tracker.negotiations.models import Actor, Kind, Negotiation, Proposal, Provision, Role

from ..models import Lesson, Status

MOST_CLAIMS = 5_000  # that are looked at, of the newest events


def knowledge(negotiation: Negotiation, known: Known, actors: dict[int, Actor]) -> Knowledge:
    """Everything, in six queries. `known` are the names of the dossier, `actors` all actors by their keys."""
    return Knowledge(
        actors=known.actors,
        tracks=known.tracks,
        held=[*_posts(actors), *_bodies(actors)],
        places=_places(actors, capitals=False),
        states=[one for one in _places(actors, capitals=True) if one.kind == Kind.STATE],
        texts=_texts(negotiation),
        occasions=_occasions(negotiation),
        lessons=Lesson.objects.of(negotiation),
    )


def _posts(actors: dict[int, Actor]) -> list[Held]:
    return [
        Held(
            key=role.person_id,
            post=role.post,
            places=_above(role.organisation_id, actors),
            names=tuple(actors[role.person_id].names),
            since=_day(role.started_earliest),
            until=_day(role.ended_latest),
        )
        for role in Role.objects.all()
        if role.person_id in actors
    ]


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _bodies(actors: dict[int, Actor]) -> list[Held]:
    return [
        Held(key=row.pk, post="", places=_above(row.pk, actors), names=tuple(row.names), is_body=True)
        for row in actors.values()
        if row.kind == Kind.BODY
    ]


def _above(actor: int | None, actors: dict[int, Actor]) -> frozenset[int]:
    """The actor and all it belongs to."""
    found: set[int] = set()
    while actor in actors and actor not in found:
        found.add(actor)
        actor = actors[actor].parent_id
    return frozenset(found)


def _places(actors: dict[int, Actor], *, capitals: bool) -> list[KnownName]:
    """What holds posts, by all it is called: states by their adjectives too, and by their capitals if asked."""
    words = load("places")
    found = []
    for row in actors.values():
        if row.kind not in (Kind.PERSON, Kind.UNNAMED):
            of_state = words.get(row.iso_code, {})
            more = [*of_state.get("adjectives", ()), *(of_state.get("capital", ()) if capitals else ())]
            found.append(KnownName(row.pk, tuple(dict.fromkeys([*row.names, *more])), row.kind))
    return found


def _texts(negotiation: Negotiation) -> list[Text]:
    parts = defaultdict(list)
    provisions = Provision.objects.filter(of_version__proposal__negotiation=negotiation)
    # of several versions the newest is meant
    for proposal, number, pk, issue in provisions.order_by("of_version__number", "order", "pk").values_list(
        "of_version__proposal", "number", "pk", "issue"
    ):
        parts[proposal] = [part for part in parts[proposal] if part[0] != number] + [(number, pk, issue)]
    adjectives = load("places")
    return [
        Text(
            key=row.pk,
            names=tuple(dict.fromkeys([row.label, row.title, *row.aliases])),
            author=(*row.tabled_by.names, *adjectives.get(row.tabled_by.iso_code, {}).get("adjectives", ())),
            parts=tuple(parts[row.pk]),
        )
        for row in Proposal.objects.filter(negotiation=negotiation).select_related("tabled_by")
    ]


def _occasions(negotiation: Negotiation) -> list[Occasion]:
    """The events with the days and places of what was claimed about them, rejected claims left out."""
    days, places, people, kinds = defaultdict(list), defaultdict(set), defaultdict(set), {}
    events = negotiation.events.order_by("-pk")
    told = events.filter(claims__status__in=[Status.DRAFT, Status.REVIEWED, Status.PUBLISHED])
    rows = told.values_list("pk", "kind", "claims__when_earliest", "claims__when_latest", "claims__place")
    for pk, kind, earliest, latest, place in rows[:MOST_CLAIMS]:
        kinds[pk] = kind
        if earliest and latest:
            days[pk].append((earliest, latest))
        places[pk].update(part.strip() for part in (place or "").split(",") if part.strip())
    for pk, actor in events.filter(pk__in=kinds, participants__isnull=False).values_list("pk", "participants__actor"):
        people[pk].add(actor)
    return [
        Occasion(pk, kind, tuple(dict.fromkeys(days[pk])), tuple(sorted(places[pk])), tuple(sorted(people[pk])))
        for pk, kind in kinds.items()
    ]
