"""Edits of all kinds in a random order, by ORM and raw SQL, published and not: after each stretch all is in step."""

import random
from datetime import UTC, datetime

import pytest
from django.db import connection

from tests import factories as make
from tests.scene import Scene, day
from tests.timelines.material import many_statements
from tests.timelines.store.oracle import assert_equal
from tracker.events.models import Claim, EventTrack, Participant, Step
from tracker.lib.dates import UncertainDate
from tracker.negotiations.models import Actor, Issue, Proposal, Provision, Role
from tracker.reports.models import Report
from tracker.statements.models import Act, Position, Stance, Statement, Status, TrackLink
from tracker.timelines.store.check import differences

pytestmark = pytest.mark.django_db
DATES = [
    "2022-01-05",
    "2022-01~",
    "2021-12-30/2022-01-02",
    "../2022-01-08",
    "2022-02-01/..",
    "2022-01-07T23:30:00Z",
    "2022",
]
NINTH = datetime(2022, 1, 9, tzinfo=UTC)
STATUSES = [*Status.values, Status.PUBLISHED, Status.PUBLISHED]


class Walk:
    """Each method that begins with `do_` is one edit."""

    def __init__(self, scene: Scene, seed: int):
        self.scene, self.random = scene, random.Random(seed)
        self.edits = sorted(name for name in dir(self) if name.startswith("do_"))

    def step(self) -> str:
        name = self.random.choice(self.edits)
        getattr(self, name)()
        return name

    def some(self, rows):
        found = list(rows.order_by("pk"))
        return self.random.choice(found) if found else None

    def date(self) -> UncertainDate:
        return (
            UncertainDate(self.random.choice(DATES)) if self.random.random() < 0.5 else day(self.random.randrange(40))
        )

    def actor(self) -> Actor:
        return self.some(Actor.objects.all())

    def do_status(self):
        Statement.objects.filter(pk=self.some(Statement.objects).pk).update(status=self.random.choice(STATUSES))

    def do_statuses_at_once(self):
        some = self.random.sample(list(Statement.objects.order_by("pk").values_list("pk", flat=True)), 8)
        Statement.objects.filter(pk__in=some).update(status=self.random.choice(STATUSES))

    def do_save_statement(self):
        statement = self.some(Statement.objects)
        statement.said_on, statement.speaker = self.date(), self.actor()
        statement.act = self.random.choice(Act.values)
        statement.save()

    def do_new_statement(self):
        status = self.random.choice(["draft", "published"])
        make.StatementFactory(report=self.random.choice(self.scene.reports), status=status, said_on=self.date())

    def do_link(self):
        statement, track = self.some(Statement.objects), self.random.choice([self.scene.track, self.scene.other])
        if not statement.track_links.filter(track=track).exists():
            TrackLink.objects.create(statement=statement, track=track, reason="council")

    def do_unlink(self):
        if link := self.some(TrackLink.objects):
            link.delete()

    def do_position(self):
        statement, holder = self.some(Statement.objects), self.actor()
        issue = self.some(Issue.objects)
        if not statement.positions.filter(issue=issue, holder=holder).exists():
            stance = self.random.choice(Stance.values)
            make.PositionFactory(statement=statement, issue=issue, holder=holder, stance=stance, condition="if asked")

    def do_stances_by_sql(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE statements_position SET stance = 'leans_for' WHERE id %% 5 = %s", [self.random.randrange(5)]
            )

    def do_unposition(self):
        if position := self.some(Position.objects):
            position.delete()

    def do_role(self):
        make.RoleFactory(person=self.scene.envoy, organisation=self.actor_but_envoy(), started=self.date())

    def do_end_role(self):
        if role := self.some(Role.objects):
            ended = UncertainDate("2022-01-09") if self.random.random() < 0.5 else None
            Role.objects.filter(pk=role.pk, started_earliest__lt=NINTH).update(
                **Role._meta.get_field("ended").columns(ended)
            )

    def do_drop_role(self):
        if Role.objects.count() > 1:
            self.some(Role.objects).delete()

    def do_move_actor(self):
        actor, above = self.actor(), self.some(Actor.objects.filter(kind__in=["state", "organisation"]))
        if actor != above:
            Actor.objects.filter(pk=actor.pk).update(parent=above)

    def do_actor_kind(self):
        Actor.objects.filter(iso_code="", pk=self.actor().pk).update(
            kind=self.random.choice(["person", "state", "body"])
        )

    def actor_but_envoy(self) -> Actor:
        return self.some(Actor.objects.exclude(pk=self.scene.envoy.pk))

    def do_move_issue(self):
        issue = self.some(Issue.objects.filter(children=None))
        parents = Issue.objects.filter(parent=None).exclude(pk=issue.pk)
        Issue.objects.filter(pk=issue.pk).update(parent=self.random.choice([None, self.some(parents)]))

    def do_provision(self):
        Provision.objects.update(issue=self.random.choice([None, self.some(Issue.objects)]))

    def do_claim(self):
        event, report = self.random.choice(self.scene.events), self.random.choice(self.scene.reports)
        step, status = self.random.choice(Step.values), self.random.choice(STATUSES)
        make.ClaimFactory(event=event, report=report, step=step, when=self.date(), status=status)

    def do_judge_claim(self):
        if claim := self.some(Claim.objects):
            claim.status, claim.step = self.random.choice(STATUSES), self.random.choice(Step.values)
            claim.save()

    def do_claims_at_once(self):
        Claim.objects.filter(event=self.random.choice(self.scene.events)).update(status=self.random.choice(STATUSES))

    def do_take_part(self):
        event, actor = self.random.choice(self.scene.events), self.actor()
        if not event.participants.filter(actor=actor).exists():
            Participant.objects.create(event=event, actor=actor)

    def do_event_track(self):
        event = self.random.choice(self.scene.events)
        if EventTrack.objects.filter(event=event, track=self.scene.other).delete() == (0, {}):
            EventTrack.objects.create(event=event, track=self.scene.other)

    def do_event_proposal(self):
        event = self.random.choice(self.scene.events)
        event.proposal = self.random.choice([None, self.scene.proposal])
        event.save()

    def do_report(self):
        published = self.random.choice(self.scene.reports).published_at
        Report.objects.filter(pk=self.random.choice(self.scene.reports).pk).update(
            published_at=published, outlet=make.OutletFactory()
        )

    def do_proposal(self):
        proposal = self.some(Proposal.objects)
        proposal.tabled_on = self.random.choice([None, self.date()])
        proposal.tabled_by, proposal.track = self.actor(), self.random.choice([None, self.scene.track])
        proposal.save()


@pytest.mark.parametrize("seed", range(3))
def test_a_walk(negotiation, seed):
    scene = Scene(negotiation, size=3).build()
    many_statements(scene, 12)
    walk, done = Walk(scene, seed), []
    for number in range(1, 121):
        done.append(walk.step())
        if number % 12 == 0:
            wrong = list(differences(negotiation))
            assert not wrong, (done[-12:], [str(one) for one in wrong])
    assert_equal(negotiation)
    assert set(done) >= set(walk.edits[:5])
