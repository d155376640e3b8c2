"""Each named rule of the database refuses the row it is there for, under its own name.

`BREAKS` holds one way of breaking each rule. `test_no_rule_is_without_a_test` fails when a model gains a constraint or
a guard that nobody tries to break here.
"""

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from tests import factories as make
from tracker.accounts.models import User
from tracker.events.models import Claim, Verdict
from tracker.negotiations import models as negotiations
from tracker.reports.models import Revision
from tracker.sharing.models import Guess
from tracker.statements.models import Lesson, LexiconWord, Relay, RuleRecord, Statement, Telling, Utterance

pytestmark = pytest.mark.django_db
ROOMS = {"accounts", "history", "negotiations", "reports", "statements", "events", "sharing", "intake"}


def change(factory, **values):
    """Make a good row, then write `values` past all Python checks."""

    def attempt():
        row = factory()
        type(row).objects.filter(pk=row.pk).update(**values)

    return attempt


def own(factory, key):
    """A row that points to itself by `key`."""

    def attempt():
        row = factory()
        type(row).objects.filter(pk=row.pk).update(**{key: row})

    return attempt


def twice(factory, **values):
    """Two rows alike in `values`; each value may be a factory, called once."""

    def attempt():
        same = {key: value() if isinstance(value, type) else value for key, value in values.items()}
        factory(**same)
        factory(**same)

    return attempt


def other_negotiation(factory, **values):
    return lambda: factory(**{key: value() for key, value in values.items()})


def view_named_twice():
    first = make.SavedViewFactory(name="Kept")
    make.SavedViewFactory(name="KEPT", negotiation=first.negotiation, made_by=first.made_by)


def role_ends_first():
    make.RoleFactory(started="2022-02-01", ended="2022-01-01")


def role_in_oneself():
    person = make.ActorFactory()
    make.RoleFactory(person=person, organisation=person)


def head_of_oneself():
    state = make.StateFactory()
    make.PartyFactory(actor=state, head=state)


def third_level():
    negotiation = make.NegotiationFactory()
    top = make.IssueFactory(negotiation=negotiation)
    middle = make.IssueFactory(negotiation=negotiation, parent=top)
    make.IssueFactory(negotiation=negotiation, parent=middle)


def same_text_twice():
    negotiation = make.NegotiationFactory()
    make.ReportFactory(negotiation=negotiation, text="The same words.")
    make.ReportFactory(negotiation=negotiation, text="The same words.")


def revision_elsewhere():
    report = make.ReportFactory()
    Revision.objects.bulk_create(
        [
            Revision(
                report=report,
                negotiation=make.NegotiationFactory(),
                number=2,
                text="x",
                content_hash="0" * 64,
            )
        ]
    )


def statement_elsewhere():
    statement = make.StatementFactory()
    Statement.objects.filter(pk=statement.pk).update(negotiation=make.NegotiationFactory())


def anchor_elsewhere():
    report = make.ReportFactory()
    make.AnchorFactory(statement=make.StatementFactory(), revision=report.revisions.get(), words="talks")


def claim_elsewhere():
    claim = make.ClaimFactory()
    revision = make.ReportFactory(negotiation=claim.event.negotiation, text=claim.revision.text + "!").revisions.get()
    Claim.objects.filter(pk=claim.pk).update(revision=revision)


def claim_of_other_negotiation():
    make.ClaimFactory(event=make.EventFactory(), report=make.ReportFactory())


def position_twice(**kind):
    statement, holder = make.StatementFactory(), make.StateFactory()
    target = {key: factory(statement.negotiation) for key, factory in kind.items()}
    for _ in range(2):
        make.PositionFactory(statement=statement, holder=holder, **{"issue": None, **target})


def issue_in(negotiation):
    return make.IssueFactory(negotiation=negotiation)


def provision_in(negotiation):
    return make.ProvisionFactory(of_version__proposal__negotiation=negotiation)


def relay_order_twice():
    statement = make.StatementFactory()
    for _ in range(2):
        Relay.objects.create(statement=statement, order=1, words="an agency")


def event_track_twice():
    event = make.EventFactory()
    make.EventTrackFactory(event=event, track=make.EventTrackFactory(event=event).track)


def track_link_twice():
    link = make.TrackLinkFactory()
    make.TrackLinkFactory(statement=link.statement, track=link.track)


def identity_twice():
    report = make.ReportFactory()
    for _ in range(2):
        make.IdentityFactory(report=report, identifier="https://page.example/1")


def lesson(**values):
    track = make.TrackFactory()
    known = {"negotiation": track.negotiation, "phrase": "bases", "track": track, "led": 1, "seen": 2}
    Lesson.objects.create(**{**known, **values})


def rule_record_twice():
    negotiation = make.NegotiationFactory()
    for _ in range(2):
        RuleRecord.objects.create(negotiation=negotiation, rule="said-after-quote")


def taught_word(**values):
    return LexiconWord.objects.create(**{"language": "en", "kind": "verb", "forms": "opine", **values})


def telling_elsewhere():
    utterance = Utterance.objects.create(negotiation=make.NegotiationFactory())
    Telling.objects.create(statement=make.StatementFactory(), utterance=utterance)


def verdict(report=None, **values):
    report = report or make.ReportFactory()
    return Verdict.objects.create(report=report, **{"key": "0" * 32, "exact": "met", "reason": "a meeting", **values})


def verdict_twice():
    report = make.ReportFactory()
    for _ in range(2):
        verdict(report)


BREAKS = {
    "user_email_unique": lambda: User.objects.bulk_create([User(email="A@example.org"), User(email="a@example.org")]),
    "user_role_known": change(make.UserFactory, role="king"),
    "negotiation_visibility_known": change(make.NegotiationFactory, visibility="secret"),
    "negotiation_has_title": change(make.NegotiationFactory, title=""),
    "member_once": twice(make.MemberFactory, negotiation=make.NegotiationFactory, user=make.UserFactory),
    "visit_once": lambda: [
        negotiations.Visit.objects.create(negotiation=n, user=u, seen_at="2022-01-01T00:00Z")
        for n, u in [(make.NegotiationFactory(), make.UserFactory())] * 2
    ],
    "actor_kind_known": change(make.ActorFactory, kind="ghost"),
    "actor_has_name": change(make.ActorFactory, name=""),
    "actor_name_unique": twice(make.ActorFactory, name="J. Sullivan"),
    "actor_wikidata_unique": twice(make.ActorFactory, wikidata_id="Q159"),
    "actor_wikidata_shape": change(make.ActorFactory, wikidata_id="159"),
    "actor_iso_unique": twice(make.StateFactory, iso_code="RU"),
    "actor_iso_of_states": change(make.ActorFactory, iso_code="RU"),
    "actor_not_own_parent": own(make.ActorFactory, "parent"),
    "role_has_post": change(make.RoleFactory, post=""),
    "role_elsewhere": role_in_oneself,
    "role_ends_after_start": role_ends_first,
    "track_slug_unique": twice(make.TrackFactory, negotiation=make.NegotiationFactory, slug="ssd"),
    "track_name_unique": twice(make.TrackFactory, negotiation=make.NegotiationFactory, name="Dialogue"),
    "track_kind_known": change(make.TrackFactory, kind="secret"),
    "track_colour_in_palette": change(make.TrackFactory, colour=13),
    "track_not_own_parent": own(make.TrackFactory, "parent"),
    "track_parent_same_negotiation": other_negotiation(make.TrackFactory, parent=make.TrackFactory),
    "track_status_known": change(make.TrackStatusFactory, status="odd"),
    "track_status_dated": change(make.TrackStatusFactory, since="", since_earliest=None, since_latest=None),
    "party_once": twice(make.PartyFactory, track=make.TrackFactory, actor=make.StateFactory),
    "party_part_known": change(make.PartyFactory, part="guest"),
    "party_head_is_somebody_else": head_of_oneself,
    "issue_slug_unique": twice(make.IssueFactory, negotiation=make.NegotiationFactory, slug="bases"),
    "issue_name_unique": twice(make.IssueFactory, negotiation=make.NegotiationFactory, name="Bases"),
    "issue_not_own_parent": own(make.IssueFactory, "parent"),
    "issue_parent_same_negotiation": other_negotiation(make.IssueFactory, parent=make.IssueFactory),
    "issue_two_levels": third_level,
    "proposal_slug_unique": twice(make.ProposalFactory, negotiation=make.NegotiationFactory, slug="draft"),
    "proposal_has_title": change(make.ProposalFactory, title=""),
    "proposal_track_same_negotiation": other_negotiation(make.ProposalFactory, track=make.TrackFactory),
    "addressee_once": lambda: [
        negotiations.Addressee.objects.create(proposal=p, actor=a)
        for p, a in [(make.ProposalFactory(), make.StateFactory())] * 2
    ],
    "version_number_unique": twice(make.VersionFactory, proposal=make.ProposalFactory),
    "version_number_from_one": change(make.VersionFactory, number=0),
    "provision_number_unique": twice(make.ProvisionFactory, of_version=make.VersionFactory, number="4"),
    "provision_has_number": change(make.ProvisionFactory, number=""),
    "provision_issue_same_negotiation": other_negotiation(make.ProvisionFactory, issue=make.IssueFactory),
    "outlet_has_name": change(make.OutletFactory, name=""),
    "outlet_reliability_on_scale": change(make.OutletFactory, reliability="G"),
    "report_has_title": change(make.ReportFactory, title=""),
    "report_kind_known": change(make.ReportFactory, kind="gossip"),
    "report_credibility_on_scale": change(make.ReportFactory, credibility=7),
    "report_stays_in_negotiation": lambda: change(make.ReportFactory, negotiation=make.NegotiationFactory())(),
    "revision_number_unique": lambda: make.RevisionFactory(report=make.ReportFactory(), number=1),
    "revision_text_once": same_text_twice,
    "revision_has_text": lambda: make.ReportFactory().revisions.create(number=2, text="", content_hash="0" * 64),
    "revision_hash_is_sha256": lambda: make.ReportFactory().revisions.create(number=2, text="x", content_hash="0"),
    "revision_origin_known": lambda: make.ReportFactory().revisions.create(
        number=2, text="x", content_hash="0" * 64, came_from="air"
    ),
    "revision_negotiation_is_reports": revision_elsewhere,
    "statement_status_known": change(make.StatementFactory, status="odd"),
    "statement_form_known": change(make.StatementFactory, form="odd"),
    "statement_basis_known": change(make.StatementFactory, basis="odd"),
    "statement_act_known": change(make.StatementFactory, act="odd"),
    "statement_certainty_known": change(make.StatementFactory, certainty="odd"),
    "statement_answers_another": own(make.StatementFactory, "answers"),
    "statement_published_is_attributed": change(make.StatementFactory, speaker=None, speaker_words=""),
    "statement_published_is_dated": change(
        make.StatementFactory, said_on="", said_on_earliest=None, said_on_latest=None
    ),
    "statement_negotiation_is_reports": statement_elsewhere,
    "statement_answers_same_negotiation": other_negotiation(make.StatementFactory, answers=make.StatementFactory),
    "statement_missing_from_own_report": lambda: make.StatementFactory(missing_from=make.ReportFactory().current),
    "anchor_piece_once": lambda: [
        make.AnchorFactory(statement=s, words="talks") for s in [make.StatementFactory()] * 2
    ],
    "anchor_starts_before_end": lambda: make.AnchorFactory(start=5, end=5, exact=""),
    "anchor_exact_is_slice": lambda: make.AnchorFactory(exact="tolks"),
    "anchor_in_own_report": anchor_elsewhere,
    "relay_order_unique": relay_order_twice,
    "relay_is_somebody": lambda: Relay.objects.create(statement=make.StatementFactory()),
    "track_link_once": track_link_twice,
    "track_link_has_reason": change(make.TrackLinkFactory, reason=""),
    "track_link_same_negotiation": other_negotiation(make.TrackLinkFactory, track=make.TrackFactory),
    "position_on_issue_or_provision": lambda: make.PositionFactory(issue=None),
    "position_stance_known": change(make.PositionFactory, stance="shrugs"),
    "position_condition_in_words": change(make.PositionFactory, stance="conditional"),
    "position_on_issue_once": lambda: position_twice(issue=issue_in),
    "position_on_provision_once": lambda: position_twice(provision=provision_in),
    "position_same_negotiation": other_negotiation(make.PositionFactory, issue=make.IssueFactory),
    "event_kind_known": change(make.EventFactory, kind="party"),
    "event_has_title": change(make.EventFactory, title=""),
    "event_proposal_same_negotiation": other_negotiation(make.EventFactory, proposal=make.ProposalFactory),
    "event_track_once": event_track_twice,
    "event_track_same_negotiation": other_negotiation(make.EventTrackFactory, track=make.TrackFactory),
    "participant_once": twice(make.ParticipantFactory, event=make.EventFactory, actor=make.ActorFactory),
    "claim_step_known": change(make.ClaimFactory, step="odd"),
    "claim_status_known": change(make.ClaimFactory, status="odd"),
    "claim_aspect_known": change(make.ClaimFactory, aspect="odd", value="x"),
    "claim_aspect_with_value": change(make.ClaimFactory, aspect="duration"),
    "claim_starts_before_end": lambda: make.ClaimFactory(start=5, end=5, exact=""),
    "claim_exact_is_slice": lambda: make.ClaimFactory(exact="something else"),
    "claim_in_own_report": claim_elsewhere,
    "claim_missing_from_own_report": lambda: make.ClaimFactory(missing_from=make.ReportFactory().current),
    "claim_same_negotiation": claim_of_other_negotiation,
    "share_token_is_hashed": change(make.ShareLinkFactory, token_hash="plain"),
    "share_has_label": change(make.ShareLinkFactory, label=""),
    "share_embeds_on_origins": change(make.ShareLinkFactory, embed_on="https://ministry.example; script-src *"),
    "saved_view_has_name": change(make.SavedViewFactory, name=""),
    "saved_view_query_is_bare": change(make.SavedViewFactory, query="?track=osce"),
    "saved_view_name_once": view_named_twice,
    "saved_view_track_same_negotiation": other_negotiation(make.SavedViewFactory, track=make.TrackFactory),
    "revision_repeats_its_own": lambda: make.RevisionFactory(repeats=True),
    "feed_once": twice(make.FeedFactory, negotiation=make.NegotiationFactory, address="https://ministry.example/feed"),
    "feed_has_title": change(make.FeedFactory, title=""),
    "feed_interval_sensible": change(make.FeedFactory, every_minutes=1),
    "original_hash_is_sha256": lambda: make.OriginalFactory(sha256="plain"),
    "run_has_label": change(make.RunFactory, label=""),
    "item_number_once": twice(make.ItemFactory, run=make.RunFactory, number=1),
    "item_status_known": change(make.ItemFactory, status="odd"),
    "item_has_something_to_read": change(make.ItemFactory, original=None),
    "item_says_why": change(make.ItemFactory, status="failed"),
    "identity_once": identity_twice,
    "identity_has_identifier": change(make.IdentityFactory, identifier=""),
    "mapping_once": twice(make.MappingFactory, negotiation=make.NegotiationFactory),
    "lesson_on_track_or_issue": lambda: lesson(track=None),
    "lesson_led_of_seen": lambda: lesson(led=3),
    "rule_record_once": rule_record_twice,
    "lexicon_word_kind_known": lambda: taught_word(kind="odd"),
    "lexicon_word_is_there": lambda: taught_word(forms=""),
    "lexicon_word_once": lambda: [taught_word() for _ in range(2)],
    "telling_same_negotiation": telling_elsewhere,
    "verdict_once": verdict_twice,
    "verdict_event_with_claim": lambda: verdict(new_event=make.EventFactory()),
    "verdict_in_own_report": lambda: verdict(claim=make.ClaimFactory()),
    "guess_counted_once": lambda: [
        Guess.objects.create(address="127.0.0.1", minute="2022-01-01T00:00Z") for _ in range(2)
    ],
}


def named_rules() -> dict[str, type[models.Model]]:
    """Every named constraint and guard of our tables. Bounds of uncertain dates have their own test below."""
    rules = {}
    for model in apps.get_models():
        if model._meta.app_label not in ROOMS or model.__name__.lower().endswith("historyrow"):
            continue
        names = [constraint.name for constraint in model._meta.constraints]
        names += [t.name for t in getattr(model._meta, "triggers", []) if "check_violation" in (t.func or "")]
        rules |= dict.fromkeys(names, model)
    return rules


def is_bound_of_uncertain_date(name: str, model: type[models.Model]) -> bool:
    return any(
        f"_{field.name.removesuffix('_earliest')}_" in f"{name}_"
        for field in model._meta.fields
        if field.name.endswith("_earliest")
    )


@pytest.mark.parametrize("name", sorted(BREAKS))
def test_rule_refuses(name):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        BREAKS[name]()
    assert refused.value.__cause__.diag.constraint_name == name


def test_no_rule_is_without_a_test():
    without = {n for n, model in named_rules().items() if n not in BREAKS and not is_bound_of_uncertain_date(n, model)}
    assert without == set()
    assert set(BREAKS) <= set(named_rules())
