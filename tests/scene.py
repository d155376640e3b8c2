"""A negotiation with a little of everything, or much of it: what the pages to read are tried on."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests import factories as make
from tracker.lib.dates import UncertainDate
from tracker.negotiations.models import Addressee
from tracker.statements.models import Relay

FIRST = datetime(2022, 1, 3, 9, tzinfo=UTC)
WORDS = '"We are ready to speak through several channels,"'


def day(number: int) -> UncertainDate:
    """The `number`th day of the scene, from 0."""
    return UncertainDate((FIRST + timedelta(days=number)).date().isoformat())


@dataclass
class Scene:
    """`size` reports, each with statements on two tracks, positions, and claims about an event of its own."""

    negotiation: object
    size: int = 1
    reports: list = field(default_factory=list)
    statements: list = field(default_factory=list)
    events: list = field(default_factory=list)
    issues: list = field(default_factory=list)

    def build(self) -> "Scene":
        n = self.negotiation
        self.track = make.TrackFactory(negotiation=n, slug="dialogue", name="The dialogue")
        self.other = make.TrackFactory(negotiation=n, slug="council", name="The council", parent=self.track)
        self.states = [make.StateFactory(name=name) for name in ("Freedonia", "Sylvania")]
        self.silent = make.StateFactory(name="Ruritania")
        self.envoy = make.ActorFactory(name="Anna Envoy", parent=None)
        self.role = make.RoleFactory(
            person=self.envoy, post="Deputy minister", organisation=self.states[0], started=UncertainDate("2021-01-01")
        )
        for actor in (*self.states, self.silent):
            make.PartyFactory(track=self.track, actor=actor, head=self.envoy if actor == self.states[0] else None)
        make.TrackStatusFactory(track=self.track, since=day(0))
        self.issue = make.IssueFactory(negotiation=n, slug="missiles", name="Missiles")
        self.proposal = make.ProposalFactory(
            negotiation=n, slug="draft", title="The draft", tabled_by=self.states[0], track=self.track
        )
        Addressee.objects.create(proposal=self.proposal, actor=self.states[1])
        self.version = make.VersionFactory(proposal=self.proposal)
        self.provision = make.ProvisionFactory(of_version=self.version, number="1", issue=self.issue)
        for number in range(self.size):
            self.add(number)
        return self

    def add(self, number: int, *, outlet=None, child=None) -> None:
        """One report of day `number` with all that hangs on it; of an outlet and on an issue of its own, or on those
        given."""
        n = self.negotiation
        published = FIRST + timedelta(days=number)
        report = make.ReportFactory(negotiation=n, published_at=published, outlet=outlet or make.OutletFactory())
        child = child or make.IssueFactory(negotiation=n, parent=self.issue)
        event = make.EventFactory(negotiation=n, proposal=self.proposal)
        make.EventTrackFactory(event=event, track=self.track)
        make.ParticipantFactory(event=event, actor=self.envoy)
        statement = self.say(report, number, stance="rejects" if number % 2 else "accepts")
        if self.statements:
            statement.answers = self.statements[-1]
            statement.save()
        make.PositionFactory(statement=statement, issue=None, provision=self.provision, holder=self.states[1])
        make.PositionFactory(statement=statement, issue=child, holder=self.states[0])
        make.ClaimFactory(event=event, report=report, step="held", when=day(number))
        make.ClaimFactory(event=event, report=report, step="held", when=day(number + 1), place="Vienna")
        self.reports.append(report)
        self.events.append(event)
        self.issues.append(child)
        self.statements.append(statement)

    def say(self, report, number: int, *, stance: str):
        statement = make.StatementFactory(
            report=report, speaker=self.envoy, said_on=day(number), words=WORDS, tracks=[self.track, self.other]
        )
        Relay.objects.create(statement=statement, order=1, words="an agency")
        make.PositionFactory(statement=statement, issue=self.issue, holder=self.states[0], stance=stance)
        return statement
