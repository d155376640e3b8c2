"""Writing what a coder decided: each action is one transaction."""

from dataclasses import asdict
from itertools import pairwise

from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.text import slugify

from tracker.lib import anchors
from tracker.lib.dates import UncertainDate
from tracker.negotiations.models import Actor, Issue, Negotiation, Track
from tracker.negotiations.models.track import PALETTE
from tracker.reports.models import Report
from tracker.web.names import NewName

from ..models import Anchor, Position, Relay, Statement, Status, TrackLink
from .forms import StatementForms


@transaction.atomic
def make_statement(*, report: Report, start: int, end: int, by) -> Statement:
    """A draft at text[start:end] of the newest revision. Raises ValueError where there is no such text."""
    revision = report.revisions.latest("number")
    anchor = anchors.make(revision.text, start, end)
    statement = Statement.objects.create(
        report=report, status=Status.DRAFT, coded_by=by, said_on=UncertainDate(str(report.reference_day))
    )
    Anchor.objects.create(statement=statement, revision=revision, **asdict(anchor))
    return statement


@transaction.atomic
def save_statement(forms: StatementForms, *, by) -> Statement:
    """Save a valid set of forms. Raises EditConflict when the statement has changed since it was read, IntegrityError
    where the database refuses what the forms could not see."""
    Statement.lock_at(forms.statement.pk, forms.form.cleaned_data["version"])
    statement = forms.form.save(commit=False)
    chosen = forms.form.cleaned_data
    statement.speaker = _actor(chosen["speaker_name"], chosen["speaker_kind"])
    statement.addressee = chosen["addressee_name"]
    if statement.status == Status.SUGGESTED:
        statement.status = Status.DRAFT  # who edits a suggestion takes it on
        statement.coded_by = by
    # The row counts as edited even when only its lists were: two editors of the lists must meet here.
    statement.edited_at = Now()
    statement.save()
    statement.refresh_from_db()
    _replace_relays(statement, forms)
    _replace_tracks(statement, forms)
    _replace_positions(statement, forms)
    return statement


def _actor(chosen: Actor | NewName | None, kind: str) -> Actor | None:
    return Actor.objects.create(name=chosen.text, kind=kind) if isinstance(chosen, NewName) else chosen


def _replace_relays(statement: Statement, forms: StatementForms) -> None:
    wanted = [row["relay"] for row in forms.rows(forms.relays, "relay")]
    if wanted == [str(relay) for relay in statement.relays.all()]:
        return
    statement.relays.all().delete()
    for order, words in enumerate(wanted, start=1):
        Relay.objects.create(statement=statement, order=order, **forms.registry.relayed_by(words))


def _replace_tracks(statement: Statement, forms: StatementForms) -> None:
    wanted: dict[int, str] = {}
    for row in forms.rows(forms.tracks, "track"):
        wanted[_track(row["track"], row["kind"], statement.negotiation).pk] = row["reason"]
    kept = {link.track_id: link for link in statement.track_links.all()}
    for track, link in kept.items():
        if track not in wanted:
            link.delete()
    for track, reason in wanted.items():
        link = kept.get(track) or TrackLink(statement=statement, track_id=track)
        if link.reason != reason:
            link.reason = reason
            link.save()


def _track(chosen: Track | NewName, kind: str, negotiation: Negotiation) -> Track:
    if isinstance(chosen, Track):
        return chosen
    count = negotiation.tracks.count()
    return Track.objects.create(
        negotiation=negotiation,
        name=chosen.text[:160],
        slug=_free_slug(Track, negotiation, chosen.text),
        kind=kind,
        colour=count % PALETTE + 1,
        order=count,
    )


def _replace_positions(statement: Statement, forms: StatementForms) -> None:
    kept = {(p.issue_id, p.provision_id, p.holder_id): p for p in statement.positions.all()}
    wanted = {}
    for row in forms.rows(forms.positions, "on"):
        matter = _matter(row["on"], statement.negotiation)
        holder = row["holder"] or holder_of(statement)
        of_issue = isinstance(matter, Issue)
        key = (matter.pk if of_issue else None, None if of_issue else matter.pk, holder.pk if holder else None)
        wanted[key] = (row["stance"], row["condition"])
    for key, position in kept.items():
        if key not in wanted:
            position.delete()
    for (issue, provision, holder), (stance, condition) in wanted.items():
        position = kept.get((issue, provision, holder)) or Position(
            statement=statement, issue_id=issue, provision_id=provision, holder_id=holder
        )
        if (position.stance, position.condition) != (stance, condition):
            position.stance, position.condition = stance, condition
            position.save()


def _matter(chosen, negotiation: Negotiation):
    if not isinstance(chosen, NewName):
        return chosen
    return Issue.objects.create(
        negotiation=negotiation,
        name=chosen.text[:160],
        slug=_free_slug(Issue, negotiation, chosen.text),
        order=negotiation.issues.count(),
    )


def holder_of(statement: Statement) -> Actor | None:
    """The party the speaker speaks for on that day, else the speaker."""
    speaker = statement.speaker
    return (speaker.party_on(statement.said_day) or speaker) if speaker else None


def _free_slug(model: type[models.Model], negotiation: Negotiation, name: str) -> str:
    base = slugify(name)[:70] or str(model._meta.model_name)
    taken = set(model.objects.filter(negotiation=negotiation, slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if slug not in taken)


@transaction.atomic
def move_bounds(*, statement: Statement, version: int, spans: list[tuple[int, int]]) -> None:
    """Let a statement be these pieces of the newest revision, (start, end) each, whatever it was before. Raises EditConflict;
    ValueError where there is no such text or pieces overlap."""
    Statement.lock_at(statement.pk, version)
    newest = statement.report.revisions.latest("number")
    wanted = [anchors.make(newest.text, start, end) for start, end in sorted(spans)]
    if not wanted or any(one.end > next_.start for one, next_ in pairwise(wanted)):
        raise ValueError("The pieces of a statement do not overlap.")
    here = list(statement.anchors.filter(revision=newest).order_by("start"))
    if len(here) == len(wanted) == 1:
        Anchor.objects.filter(pk=here[0].pk).update(**asdict(wanted[0]))  # one change in the history, not two
    else:
        statement.anchors.filter(revision=newest).delete()
        Anchor.objects.bulk_create([Anchor(statement=statement, revision=newest, **asdict(one)) for one in wanted])
    touch(statement)


@transaction.atomic
def judge_speaker(*, statement: Statement, to: str, by) -> list[Statement]:
    """Give all suggestions of the report that wait under the speaker of `statement` the status `to`; they are returned.
    Raises NotAllowed."""
    waiting = statement.report.statements.waiting().select_for_update(of=("self",)).select_related("negotiation")
    found = [one for one in waiting if speaker_key(one) == speaker_key(statement)]
    for one in found:
        one.move(to, by=by)
    return found


def speaker_key(statement: Statement) -> tuple[int | None, str]:
    """Equal for statements of one speaker of a report: the same actor, or, where none is known, the same words."""
    return (statement.speaker_id, "" if statement.speaker_id else statement.speaker_words.casefold())


def touch(*statements: Statement) -> None:
    """Raise the version of statements whose parts have changed."""
    Statement.objects.filter(pk__in=[statement.pk for statement in statements]).update(edited_at=Now())
