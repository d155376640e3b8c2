"""What the pages of the inbox show, in a bounded number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT
from django.utils.translation import gettext as _

from tracker.accounts.models import User
from tracker.events.models import Claim
from tracker.history.queries import history_model
from tracker.negotiations.models import Negotiation
from tracker.reports.models import Report, Revision
from tracker.statements.models import Anchor, Statement, Status
from tracker.web.keyset import Slice, in_order

from ..models import Item, ItemStatus, Run
from ..models.run import UNFINISHED

MOST_COUNTED = 999
WAITING_SHOWN, RUNS_SHOWN, ITEMS_SHOWN, PARTS_SHOWN = 50, 8, 50, 100
# From what is settled to what is not: the order of the parts of a bar and of the filters.
IN_ORDER = [
    ItemStatus.FILED, ItemStatus.REVISION, ItemStatus.SAME, ItemStatus.OPENED, ItemStatus.DISMISSED, ItemStatus.UNDONE,
    ItemStatus.CANCELLED, ItemStatus.NEEDS_LOOK, ItemStatus.REFUSED, ItemStatus.FAILED, ItemStatus.READING,
    ItemStatus.WAITING,
]  # fmt: skip


@dataclass(frozen=True)
class Segment:
    """A stretch of a progress bar, in per cent of its width."""

    status: str
    x: str
    width: str


@dataclass(frozen=True)
class Tally:
    """What became of the items of a run so far."""

    counts: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def unfinished(self) -> int:
        return sum(self.counts.get(status, 0) for status in UNFINISHED)

    @property
    def done(self) -> int:
        return self.total - self.unfinished

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 100

    @property
    def quarter(self) -> int:
        """25, 50, 75: how far it has come, said aloud once each."""
        return self.percent // 25 * 25

    @property
    def failed(self) -> int:
        return self.counts.get(ItemStatus.FAILED, 0)

    @property
    def filed(self) -> int:
        """Reports and revisions that an undo would take out."""
        return self.counts.get(ItemStatus.FILED, 0) + self.counts.get(ItemStatus.REVISION, 0)

    @property
    def outcomes(self) -> list[tuple[str, int]]:
        return [(status, self.counts[status]) for status in IN_ORDER if self.counts.get(status)]

    @property
    def segments(self) -> list[Segment]:
        found, begin = [], 0
        for status, count in self.outcomes:
            x, width = 100 * begin / self.total, 100 * count / self.total
            found.append(Segment(status, f"{x:.3f}%", f"{width:.3f}%"))
            begin += count
        return found


@dataclass(frozen=True)
class RunRow:
    run: Run
    tally: Tally


@dataclass(frozen=True)
class Inbox:
    """`waiting`: the items of this page that need a look; `count` is of all of them, `chosen` of those asked for."""

    waiting: Slice
    count: int
    chosen: int
    runs: list[RunRow]
    older_runs: str
    is_moving: bool

    @property
    def is_new(self) -> bool:
        return not self.runs and not self.count


def waiting(negotiation: Negotiation) -> QuerySet[Item]:
    """What needs a look, the oldest first."""
    return Item.objects.need_a_look().filter(run__negotiation=negotiation).order_by("pk")


def inbox_page(negotiation: Negotiation, *, only: User | None = None, after: str = "", runs_after: str = "") -> Inbox:
    """`only`: what this person brought in, or reviews for a feed."""
    chosen = waiting(negotiation)
    if only is not None:
        chosen = chosen.filter(Q(run__started_by=only) | Q(run__feed__reviewer=only))
    count = waiting(negotiation).order_by().count()
    rows = (
        chosen.select_related("run", "run__feed", "run__feed__reviewer")
        .defer("record")
        .annotate(
            outlet=KT("record__outlet"),
            published=KT("record__published_at"),
            is_table=KT("record__columns"),
            embargo=KT("record__embargoed_until"),
        )
    )
    runs, older = _runs(negotiation, runs_after)
    return Inbox(
        waiting=in_order(rows, after=after, size=WAITING_SHOWN),
        count=count,
        chosen=count if only is None else chosen.order_by().count(),
        runs=runs,
        older_runs=older,
        is_moving=any(row.tally.unfinished for row in runs),
    )


def _runs(negotiation: Negotiation, before: str) -> tuple[list[RunRow], str]:
    """The newest runs, and the key of those before them."""
    rows = Run.objects.filter(negotiation=negotiation).select_related("feed", "started_by").order_by("-pk")
    if before.isascii() and before.isdigit() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: RUNS_SHOWN + 1])
    shown = found[:RUNS_SHOWN]
    tallies = tally(shown)
    for run in shown:
        run.negotiation = negotiation
    return [RunRow(run, tallies[run.pk]) for run in shown], str(shown[-1].pk) if len(found) > RUNS_SHOWN else ""


def tally(runs: Iterable[Run]) -> dict[int, Tally]:
    """By the number of each run; one query for all."""
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    rows = Item.objects.filter(run__in=[run.pk for run in runs]).order_by()
    for run, status, count in rows.values_list("run", "status").annotate(n=Count("pk")):
        counts[run][status] = count
    return defaultdict(Tally, {run: Tally(found) for run, found in counts.items()})


@dataclass(frozen=True)
class RunPage:
    run: Run
    tally: Tally
    items: Slice
    outcome: str

    @property
    def is_moving(self) -> bool:
        return bool(self.tally.unfinished)


def run_page(run: Run, *, outcome: str = "", after: str = "") -> RunPage:
    rows = run.items.select_related("report", "report__outlet", "revision", "part_of").defer(
        "record", "part_of__record", "revision__text"
    )
    outcome = outcome if outcome in ItemStatus.values else ""
    if outcome:
        rows = rows.filter(status=outcome)
    items = in_order(rows, "number", after=after, size=ITEMS_SHOWN)
    for row in items:
        row.run = run
        if row.report:
            row.report.negotiation = run.negotiation
    return RunPage(run, tally([run])[run.pk], items, outcome)


def following(item: Item, negotiation: Negotiation) -> Item | None:
    """The next thing that needs a look after `item`, beginning again at the oldest; None when `item` is the last."""
    others = waiting(negotiation).exclude(pk=item.pk).only("pk", "run").select_related("run")
    return others.filter(pk__gt=item.pk).first() or others.first()


def parts(item: Item) -> list[Item]:
    """What a file of several stories was opened into."""
    rows = item.parts.select_related("report").defer("record").order_by("number")
    return list(rows[:PARTS_SHOWN])


@dataclass(frozen=True)
class Forecast:
    """What undoing a run would take out, and what would stay, with why."""

    removed: list[Item]
    kept: list[tuple[Item, str]]


def forecast(run: Run) -> Forecast:
    """What tracker.intake.runs.undo will find, told in one query however much the run has filed."""
    of_report, of_revision = Q(report=OuterRef("report")), Q(revision=OuterRef("revision"))
    outside = Q(pgh_context__isnull=True) | ~Q(pgh_context__contains={"run": run.pk})
    worked = history_model(Statement).objects.filter(outside, pgh_obj_id=OuterRef("pk"))
    coded = Statement.objects.filter(of_report, Exists(worked)).exclude(status=Status.SUGGESTED)
    here = Anchor.objects.filter(of_revision).exclude(statement__status=Status.SUGGESTED)
    elsewhere = Anchor.objects.filter(statement=OuterRef("statement")).exclude(revision=OuterRef("revision"))
    edits = history_model(Report).objects.filter(outside, pgh_obj_id=OuterRef("report"), pgh_label="update")
    revisions = Revision.objects.filter(of_report)
    rows = run.items.filter(status__in=[ItemStatus.FILED, ItemStatus.REVISION]).select_related("report")
    rows = rows.defer("record").annotate(
        has_others=Exists(revisions.exclude(pk=OuterRef("revision"))),
        has_newer=Exists(revisions.filter(number__gt=OuterRef("revision__number"))),
        is_coded=Exists(coded),
        has_claims=Exists(Claim.objects.filter(of_report)),
        is_edited=Exists(edits),
        is_coded_here=Exists(here.exclude(Exists(elsewhere))),
    )
    found = Forecast([], [])
    for item in rows:
        why = _why_it_stays(item)
        found.kept.append((item, why)) if why else found.removed.append(item)
    return found


def _why_it_stays(item: Item) -> str:
    if item.status == ItemStatus.FILED:
        reasons = (
            (item.has_others, _("it has revisions from elsewhere by now")),
            (item.is_coded, _("statements have been coded in it")),
            (item.has_claims, _("claims have been coded in it")),
            (item.is_edited, _("somebody has edited it since")),
        )
    else:
        reasons = (
            (item.has_newer, _("it has newer revisions")),
            (item.is_coded_here, _("statements have been coded in this revision")),
        )
    return next((words for holds, words in reasons if holds and item.report_id), "")
