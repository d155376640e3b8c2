"""One factory per noun; each makes a valid row with as little as it needs."""

import hashlib
from datetime import UTC, date, datetime

import factory
from factory import Faker, LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from tracker.accounts.models import Role as AccountRole
from tracker.accounts.models import User
from tracker.events.models import Claim, Event, EventKind, EventTrack, Participant, Step
from tracker.intake import models as intake_models
from tracker.intake.models.mapping import headers_hash
from tracker.lib.dates import UncertainDate
from tracker.lib.text import content_hash
from tracker.negotiations import models as negotiations
from tracker.reports.models import Outlet, Report, Revision
from tracker.sharing.models import SavedView, ShareLink
from tracker.statements.models import Anchor, Position, Stance, Statement, Status, TrackLink

TEXT = (
    "The envoy said the talks would open in Geneva on Monday. "
    '"We are ready to speak through several channels," she told reporters, naming the council and the dialogue.'
)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = Sequence(lambda n: f"person{n}@example.org")
    name = Faker("name")
    role = AccountRole.ANALYST

    @classmethod
    def _create(cls, model, *args, **kwargs):
        kwargs.setdefault("password", "correct horse battery")
        return model.objects.create_user(*args, **kwargs)


class NegotiationFactory(DjangoModelFactory):
    class Meta:
        model = negotiations.Negotiation

    slug = Sequence(lambda n: f"talks-{n}")
    title = Sequence(lambda n: f"Talks {n}")
    visibility = negotiations.Visibility.TEAM


class MemberFactory(DjangoModelFactory):
    class Meta:
        model = negotiations.Member

    negotiation = SubFactory(NegotiationFactory)
    user = SubFactory(UserFactory)


class ActorFactory(DjangoModelFactory):
    class Meta:
        model = negotiations.Actor

    kind = negotiations.Kind.PERSON
    name = Sequence(lambda n: f"Envoy {n}")


class StateFactory(ActorFactory):
    kind = negotiations.Kind.STATE
    name = Sequence(lambda n: f"State {n}")


class RoleFactory(DjangoModelFactory):
    class Meta:
        model = negotiations.Role

    person = SubFactory(ActorFactory)
    post = "Envoy"
    organisation = SubFactory(StateFactory)


class TrackFactory(DjangoModelFactory):
    class Meta:
        model = negotiations.Track

    negotiation = SubFactory(NegotiationFactory)
    slug = Sequence(lambda n: f"track-{n}")
    name = Sequence(lambda n: f"Track {n}")
    kind = "bilateral"
    colour = Sequence(lambda n: n % 12 + 1)


class PartyFactory(DjangoModelFactory):
    class Meta:
        model = negotiations.Party

    track = SubFactory(TrackFactory)
    actor = SubFactory(StateFactory)


class TrackStatusFactory(DjangoModelFactory):
    class Meta:
        model = negotiations.TrackStatus

    track = SubFactory(TrackFactory)
    status = "active"
    since = UncertainDate("2022-01-10")


class IssueFactory(DjangoModelFactory):
    class Meta:
        model = negotiations.Issue

    negotiation = SubFactory(NegotiationFactory)
    slug = Sequence(lambda n: f"issue-{n}")
    name = Sequence(lambda n: f"Issue {n}")


class ProposalFactory(DjangoModelFactory):
    class Meta:
        model = negotiations.Proposal

    negotiation = SubFactory(NegotiationFactory)
    slug = Sequence(lambda n: f"proposal-{n}")
    title = Sequence(lambda n: f"Draft {n}")
    tabled_by = SubFactory(StateFactory)
    tabled_on = UncertainDate("2021-12-15")


class VersionFactory(DjangoModelFactory):
    class Meta:
        model = negotiations.Version

    proposal = SubFactory(ProposalFactory)


class ProvisionFactory(DjangoModelFactory):
    class Meta:
        model = negotiations.Provision

    of_version = SubFactory(VersionFactory)
    number = Sequence(lambda n: str(n + 1))
    issue = SubFactory(IssueFactory, negotiation=factory.SelfAttribute("..of_version.proposal.negotiation"))


class OutletFactory(DjangoModelFactory):
    class Meta:
        model = Outlet

    name = Sequence(lambda n: f"Agency {n}")


class ReportFactory(DjangoModelFactory):
    """A report with one revision; `text=` gives its words (made unique by default)."""

    class Meta:
        model = Report
        skip_postgeneration_save = True

    negotiation = SubFactory(NegotiationFactory)
    outlet = SubFactory(OutletFactory)
    title = Sequence(lambda n: f"Report {n}")
    published_at = datetime(2022, 1, 10, 15, tzinfo=UTC)
    dateline_place = "GENEVA"
    dateline_day = date(2022, 1, 10)

    @factory.post_generation
    def text(self, create, extracted, **kwargs):
        if create:
            RevisionFactory(report=self, text=extracted or f"{TEXT} ({self.pk})")


class RevisionFactory(DjangoModelFactory):
    class Meta:
        model = Revision

    report = SubFactory(ReportFactory)
    text = Sequence(lambda n: f"{TEXT} [{n}]")
    content_hash = LazyAttribute(lambda row: content_hash(row.text))


class StatementFactory(DjangoModelFactory):
    """A published statement, anchored at `words` (by default the quotation in TEXT)."""

    class Meta:
        model = Statement
        skip_postgeneration_save = True

    report = SubFactory(ReportFactory)
    status = Status.PUBLISHED
    speaker = SubFactory(ActorFactory)
    speaker_words = "the envoy"
    said_on = UncertainDate("2022-01-10")
    summary = "Ready to speak through several channels"

    @factory.post_generation
    def words(self, create, extracted, **kwargs):
        if create:
            AnchorFactory(statement=self, words=extracted or '"We are ready to speak through several channels,"')

    @factory.post_generation
    def tracks(self, create, extracted, **kwargs):
        for track in extracted or []:
            TrackLinkFactory(statement=self, track=track)


def _slice(row):
    """Where `words` stand in the text of the row's report."""
    revision = row.revision
    start = revision.text.index(row.words)
    return start, start + len(row.words)


class AnchorFactory(DjangoModelFactory):
    class Meta:
        model = Anchor

    class Params:
        words = "talks"

    statement = SubFactory(StatementFactory)
    revision = LazyAttribute(lambda row: row.statement.report.revisions.latest("number"))
    start = LazyAttribute(lambda row: _slice(row)[0])
    end = LazyAttribute(lambda row: _slice(row)[1])
    exact = LazyAttribute(lambda row: row.words)


class TrackLinkFactory(DjangoModelFactory):
    class Meta:
        model = TrackLink

    statement = SubFactory(StatementFactory)
    track = SubFactory(TrackFactory, negotiation=factory.SelfAttribute("..statement.report.negotiation"))
    reason = "dialogue"


class PositionFactory(DjangoModelFactory):
    class Meta:
        model = Position

    statement = SubFactory(StatementFactory)
    issue = SubFactory(IssueFactory, negotiation=factory.SelfAttribute("..statement.report.negotiation"))
    holder = SubFactory(StateFactory)
    stance = Stance.ACCEPTS


class EventFactory(DjangoModelFactory):
    class Meta:
        model = Event

    negotiation = SubFactory(NegotiationFactory)
    kind = EventKind.MEETING
    title = Sequence(lambda n: f"Meeting {n}")


class EventTrackFactory(DjangoModelFactory):
    class Meta:
        model = EventTrack

    event = SubFactory(EventFactory)
    track = SubFactory(TrackFactory, negotiation=factory.SelfAttribute("..event.negotiation"))


class ParticipantFactory(DjangoModelFactory):
    class Meta:
        model = Participant

    event = SubFactory(EventFactory)
    actor = SubFactory(ActorFactory)


class ClaimFactory(DjangoModelFactory):
    """A published claim anchored at `words`."""

    class Meta:
        model = Claim

    class Params:
        words = "the talks would open in Geneva on Monday"

    event = SubFactory(EventFactory)
    report = SubFactory(ReportFactory, negotiation=factory.SelfAttribute("..event.negotiation"))
    revision = LazyAttribute(lambda row: row.report.revisions.latest("number"))
    start = LazyAttribute(lambda row: _slice(row)[0])
    end = LazyAttribute(lambda row: _slice(row)[1])
    exact = LazyAttribute(lambda row: row.words)
    step = Step.CONFIRMED
    when = UncertainDate("2022-01-10")
    place = "Geneva"
    status = Status.PUBLISHED


class ShareLinkFactory(DjangoModelFactory):
    """A link; its token is `token-<n>`, in the table as its hash."""

    class Meta:
        model = ShareLink

    class Params:
        token = Sequence(lambda n: f"token-{n}")

    negotiation = SubFactory(NegotiationFactory)
    made_by = SubFactory(UserFactory)
    label = "For the desk"
    token_hash = LazyAttribute(lambda row: hashlib.sha256(row.token.encode()).hexdigest())
    public_id = Sequence(lambda n: f"public{n:016d}")
    page = "negotiations:dashboard"
    arguments = LazyAttribute(lambda row: {"slug": row.negotiation.slug})


class SavedViewFactory(DjangoModelFactory):
    class Meta:
        model = SavedView

    negotiation = SubFactory(NegotiationFactory)
    made_by = SubFactory(UserFactory)
    name = Sequence(lambda n: f"View {n}")


class FeedFactory(DjangoModelFactory):
    class Meta:
        model = intake_models.Feed

    negotiation = SubFactory(NegotiationFactory)
    address = Sequence(lambda n: f"https://ministry.example/feed/{n}.xml")
    title = Sequence(lambda n: f"Releases {n}")


class OriginalFactory(DjangoModelFactory):
    class Meta:
        model = intake_models.Original

    data = Sequence(lambda n: f"{TEXT} [{n}]".encode())
    size = LazyAttribute(lambda row: len(row.data))
    sha256 = LazyAttribute(lambda row: hashlib.sha256(row.data).hexdigest())


class RunFactory(DjangoModelFactory):
    class Meta:
        model = intake_models.Run

    negotiation = SubFactory(NegotiationFactory)
    label = Sequence(lambda n: f"Files {n}")


class ItemFactory(DjangoModelFactory):
    class Meta:
        model = intake_models.Item

    run = SubFactory(RunFactory)
    number = Sequence(lambda n: n + 1)
    name = Sequence(lambda n: f"file-{n}.txt")
    original = SubFactory(OriginalFactory)


class IdentityFactory(DjangoModelFactory):
    class Meta:
        model = intake_models.Identity

    report = SubFactory(ReportFactory)
    negotiation = factory.SelfAttribute("report.negotiation")
    source = "page"
    identifier = Sequence(lambda n: f"https://page.example/{n}")


class MappingFactory(DjangoModelFactory):
    class Meta:
        model = intake_models.Mapping

    negotiation = SubFactory(NegotiationFactory)
    headers = ["Title", "Text"]
    headers_hash = LazyAttribute(lambda row: headers_hash(row.headers))
