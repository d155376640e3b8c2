"""What the pages of reports show."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from tracker.lib.segments import segments
from tracker.negotiations.models import Negotiation
from tracker.negotiations.reading import published
from tracker.web.counted import Counted, counted
from tracker.web.keyset import Slice, newest_first

from .differences import Difference, differences
from .models import Report, Revision


@dataclass(frozen=True)
class Piece:
    """A stretch of the text. `first`: the statement or claim that begins here and whose mark this is; `others`: more
    that begin here; `target`: the one the stretch leads to."""

    text: str
    marks: tuple = ()
    first: str = ""
    others: tuple = ()

    @property
    def target(self) -> str:
        return self.marks[-1] if self.marks else ""

    @property
    def is_statement(self) -> bool:
        return any(mark.startswith("statement") for mark in self.marks)

    @property
    def is_deep(self) -> bool:
        return sum(mark.startswith("statement") for mark in self.marks) > 1


@dataclass(frozen=True)
class ReportPage:
    """`statements` and `claims`: published, in the order of the text; `adrift`: those of them whose words are not in
    this revision. `tracks`: of the negotiation, by id. `difference`: what this revision changed, when asked for."""

    report: Report
    revision: Revision
    revisions: list[Revision]
    pieces: list[Piece]
    statements: list
    claims: list
    adrift: list
    tracks: dict
    difference: Difference | None

    @property
    def is_newest(self) -> bool:
        return self.revision == self.revisions[-1]

    @property
    def with_tracks(self) -> list[tuple]:
        """Each statement with the tracks it stands on."""
        return [(one, [self.tracks[pk] for pk, _reason in one.on if pk in self.tracks]) for one in self.statements]

    @property
    def sources(self) -> list[str]:
        """Where the facts of a summary of our own were read, as web addresses or as words."""
        return [str(source) for source in self.report.fact_sources]


def report_page(
    report: Report, *, user, public_by: datetime | None = None, revision: str = "", changes: bool = False
) -> ReportPage:
    """What the page of `report` shows to `user`; `revision`: the number of the one to show, by default the newest;
    `changes`: whether to say what it changed. Raises Report.DoesNotExist when no revision may be seen."""
    revisions = list(report.revisions.pinned(user).order_by("number"))
    if not revisions:
        raise Report.DoesNotExist
    shown = next((r for r in revisions if str(r.number) == revision), revisions[-1])
    before = [r for r in revisions if r.number < shown.number]
    statements = published(report.statements, user, public_by).as_values()
    claims = list(report.claims.published().public_by(public_by).pinned(user).select_related("event__negotiation"))
    places = {s.pk: [(start, end) for revision, start, end in s.places if revision == shown.pk] for s in statements}
    here = sorted((s for s in statements if places[s.pk]), key=lambda s: places[s.pk][0][0])
    spans = [(start, end, f"statement-{s.pk}") for s in here for start, end in places[s.pk]]
    spans += [(c.start, c.end, f"claim-{c.pk}") for c in claims if c.revision_id == shown.pk]
    return ReportPage(
        report=report,
        revision=shown,
        revisions=revisions,
        pieces=pieces(shown.text, spans),
        statements=here,
        claims=sorted((c for c in claims if c.revision_id == shown.pk), key=lambda c: c.start),
        adrift=[s for s in statements if not places[s.pk]],
        tracks={track.pk: track for track in report.negotiation.tracks.all()} if statements else {},
        difference=differences(before[-1].text, shown.text) if changes and before else None,
    )


def pieces(text: str, spans: list[tuple[int, int, str]]) -> list[Piece]:
    """The text cut for drawing."""
    return [
        Piece(segment.text, segment.ids, segment.starts[0] if segment.starts else "", segment.starts[1:])
        for segment in segments(text, spans)
    ]


@dataclass(frozen=True)
class ReportList:
    """`months`: (first day of the month, reports), newest first."""

    slice: Slice
    months: list[tuple]
    count: Counted


def report_list(
    negotiation: Negotiation, filters: dict, *, user, public_by: datetime | None = None, after: str = "", size: int = 50
) -> ReportList:
    """Reports that `user` sees, newest first with their statements counted by status; three queries however many. `filters`: cleaned
    data of ReportFilters."""
    chosen = _chosen(negotiation.reports.visible_to(user).public_by(public_by), filters)
    part = newest_first(chosen.select_related("outlet", "negotiation"), "published_at", after=after, size=size)
    _count_statements(part.rows)
    months = [(month, list(found)) for month, found in groupby(part, key=_month)]
    return ReportList(part, months, counted(chosen))


def _count_statements(reports: list[Report]) -> None:
    """Of those shown alone: as `suggested_count` and so on."""
    rows = Report.objects.filter(pk__in=[report.pk for report in reports]).order_by()
    counts = rows.values_list("pk", "statements__status").annotate(n=Count("statements"))
    found = {(pk, status): n for pk, status, n in counts}
    for report in reports:
        for status in ("suggested", "draft", "reviewed", "published"):
            setattr(report, f"{status}_count", found.get((report.pk, status), 0))


def _month(report: Report):
    return timezone.localtime(report.published_at).date().replace(day=1)


def _chosen(reports, filters: dict):
    if outlet := filters.get("outlet"):
        reports = reports.filter(outlet=outlet)
    if kind := filters.get("kind"):
        reports = reports.filter(kind=kind)
    if since := filters.get("since"):
        reports = reports.filter(published_at__date__gte=since)
    if until := filters.get("until"):
        reports = reports.filter(published_at__date__lte=until)
    if text := filters.get("text"):
        words = Revision.objects.filter(report=OuterRef("pk"), text__icontains=text)
        reports = reports.filter(Q(title__icontains=text) | Exists(words))
    return _by_coding(reports, filters.get("coding", ""))


def _by_coding(reports, coding: str):
    """By what is left to do: see CodingFilters."""
    if coding == "none":
        return reports.filter(statements=None)
    statuses = {"waiting": ["suggested"], "open": ["draft", "reviewed"], "done": ["suggested", "draft", "reviewed"]}
    if coding not in statuses:
        return reports
    left = Exists(Report.objects.filter(pk=OuterRef("pk"), statements__status__in=statuses[coding]))
    return reports.exclude(statements=None).exclude(left) if coding == "done" else reports.filter(left)
