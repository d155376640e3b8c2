"""The page of an actor within a negotiation, and the list of those who take part."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from itertools import groupby
from operator import or_

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from tracker.negotiations.models import Actor, Issue, Kind, Negotiation, Party, Role
from tracker.negotiations.reading import as_of, day_of_roles, published
from tracker.negotiations.stances import Run, Stand, issue_of, stands
from tracker.web.counted import Counted, CountUpTo, counted, each
from tracker.web.keyset import Slice, newest_first

from .compared import Taken, newest_positions
from .track import Programme

# How a negotiation leads to the actors that take part in it. Those of statements and events count as far as seen.
OF_STATEMENTS = ("statements__speaker", "statements__addressee", "statements__positions__holder")
OF_EVENTS = ("events__participants__actor",)
OF_TRACKS = ("tracks__parties__actor", "tracks__parties__head")
OF_PROPOSALS = ("proposals__tabled_by", "proposals__addressees__actor")
MOST_RUNS = 6


@dataclass(frozen=True)
class IssueStand:
    """`runs`: the last MOST_RUNS of the stand's; `earlier`: how many more it has."""

    issue: Issue
    stand: Stand

    @property
    def runs(self) -> list[Run]:
        return self.stand.runs[-MOST_RUNS:]

    @property
    def earlier(self) -> int:
        return max(len(self.stand.runs) - MOST_RUNS, 0)


@dataclass(frozen=True)
class ActorPage:
    """`roles`: the posts a person held, newest first; `role_then`: the one of day_of_roles.

    `people`: the posts held in a state or body. `speaks_for_others`: the positions are those voiced by a person, not
    held by the actor itself; they are those of the newest `compared` statements, 0: of all. `seats`: its parts on tracks.
    """

    actor: Actor
    roles: list[Role]
    role_then: Role | None
    people: list[Role]
    seats: list[Party]
    positions: list[IssueStand]
    compared: int
    speaks_for_others: bool
    statements: Slice
    statement_count: Counted
    programme: Programme


def actor_page(
    negotiation: Negotiation, actor: Actor, *, user, public_by: datetime | None = None, after: str = "", size: int = 20
) -> ActorPage:
    """What the page of `actor` in `negotiation` shows to `user`."""
    moment = as_of(public_by)
    seen = published(negotiation.statements, user, public_by)
    statements = seen.said_for(actor)
    voices = actor.kind not in (Kind.STATE, Kind.ORGANISATION)
    events = negotiation.events.with_claims(public_by=public_by, user=user).with_participant(actor)
    roles = list(actor.roles.select_related("organisation__parent")) if voices else []
    taken = _taken(negotiation, seen, actor, voices)
    return ActorPage(
        actor=actor,
        roles=roles[::-1],
        role_then=_role_on(roles, day_of_roles(negotiation, public_by)),
        people=_people(actor),
        seats=list(
            Party.objects.filter(Q(actor=actor) | Q(head=actor), track__negotiation=negotiation)
            .select_related("track__negotiation", "actor", "head")
            .order_by("track__order", "order")
        ),
        positions=_by_issue(taken),
        compared=taken.compared,
        speaks_for_others=voices,
        statements=newest_first(statements.with_sources(), "said_on_earliest", after=after, size=size),
        statement_count=counted(statements),
        programme=Programme(list(events.in_time_order()), moment),
    )


def _role_on(roles: list[Role], day: date) -> Role | None:
    held = [role for role in roles if role.held_on(day)]
    return held[-1] if held else None


def _people(actor: Actor) -> list[Role]:
    """The posts in it or in its bodies, the holders by name."""
    if actor.kind in (Kind.PERSON, Kind.UNNAMED):
        return []
    posts = Role.objects.filter(Q(organisation=actor) | Q(organisation__parent=actor))
    return list(posts.select_related("person", "organisation").order_by("person__name", "started_earliest"))


def _taken(negotiation: Negotiation, seen, actor: Actor, voices: bool) -> Taken:
    """The positions it holds, or, of a person or body, those it voiced."""
    if voices:
        return newest_positions(negotiation, seen.by(actor))
    return newest_positions(negotiation, seen, among=lambda rows: rows.filter(holder=actor))


def _by_issue(taken: Taken) -> list[IssueStand]:
    order = {issue.pk: (number, issue) for number, issue in enumerate(taken.issues)}
    found = [IssueStand(order[pk][1], stand) for (_, pk), stand in stands(taken.positions, issue_of).items()]
    return sorted(found, key=lambda row: (order[row.issue.pk][0], row.stand.holder.name))


@dataclass(frozen=True)
class ActorRow:
    actor: Actor
    role: Role | None
    party: Actor | None
    statement_count: Counted


@dataclass(frozen=True)
class ActorGroup:
    """Actors of one party, or, with `party` None, of none; the party's own row comes first."""

    party: Actor | None
    rows: list[ActorRow]


def _takes_part(user, *, who: tuple[str, object], **of) -> Q:
    """That somebody (`who`: a lookup and its value) speaks, is spoken to, holds a position, sits on a track, takes part in
    an event, tables a text or is put one, in a negotiation `of`. Each way ends at the first that is found."""
    lookup, actors = who
    public = {} if getattr(user, "may_code", False) else {"status": "published"}
    of_statements = {f"statements__{name}": value for name, value in public.items()}
    of_events = {f"events__claims__{name}": value for name, value in public.items()}
    ways = [(path, of_statements) for path in OF_STATEMENTS]
    ways += [(path, of_events) for path in OF_EVENTS]
    ways += [(path, {}) for path in OF_TRACKS + OF_PROPOSALS]
    found = (
        Negotiation.objects.filter(**of, **seen, **{f"{path}__{lookup}": actors}).order_by() for path, seen in ways
    )
    return reduce(or_, (Q(Exists(rows)) for rows in found))


def actors_in(negotiation: Negotiation, user) -> QuerySet:
    """The actors that take part in it as far as `user` sees, and what these belong to."""
    taking_part = _takes_part(user, who=("exact", OuterRef("pk")), pk=negotiation.pk)
    found = set(Actor.objects.filter(taking_part).order_by().values_list("pk", flat=True))
    above = (
        Q(children__in=found)
        | Q(children__children__in=found)
        | Q(posts__person__in=found)
        | Q(children__posts__person__in=found)
        | Q(children__children__posts__person__in=found)
    )
    above_ids = Actor.objects.filter(above).order_by().values("pk")
    return Actor.objects.visible_to(user).filter(Q(pk__in=found) | Q(pk__in=above_ids))


def negotiations_of(actor: Actor, user) -> QuerySet:
    """The negotiations `user` sees in which the actor, or somebody who belongs to it, takes part."""
    return Negotiation.objects.visible_to(user).filter(_takes_part(user, who=("in", actor.family), pk=OuterRef("pk")))


def actors_overview(negotiation: Negotiation, *, user, public_by: datetime | None = None) -> list[ActorGroup]:
    """Everybody who takes part, by the party they speak for."""
    day = day_of_roles(negotiation, public_by)
    said = published(negotiation.statements, user, public_by).filter(speaker=OuterRef("pk"))
    actors = (
        actors_in(negotiation, user)
        .annotate(said=CountUpTo(said))
        .select_related("parent__parent__parent")
        .prefetch_related(Prefetch("roles", Role.objects.select_related("organisation__parent__parent")))
    )
    rows = [ActorRow(a, a.role_on(day), _party(a, day), each(a.said)) for a in actors]
    return _groups(rows)


def _party(actor: Actor, day) -> Actor | None:
    """As Actor.party_on, but for a person whose role has ended or not begun, that of the nearest role."""
    if found := actor.party_on(day):
        return found
    roles = [role for role in actor.roles.all() if role.organisation]
    return roles[-1].organisation.party_on(day) if roles else None


def _groups(rows: Iterable[ActorRow]) -> list[ActorGroup]:
    """Parties with the most people first; those who belong to none last."""
    ordered = sorted(rows, key=lambda row: (row.party.pk if row.party else 0, row.actor != row.party, row.actor.name))
    groups = [ActorGroup(party, list(members)) for party, members in groupby(ordered, key=lambda row: row.party)]
    return sorted(groups, key=lambda group: (group.party is None, -len(group.rows), str(group.party)))
