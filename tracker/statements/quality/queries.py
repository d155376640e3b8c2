"""How well suggestions do here: what became of them by rule, by outlet and over time, what is offered beside them, and what was learned."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.lib.attribution.linking.lessons import SPEAKER
from tracker.negotiations.models import Actor, Negotiation
from tracker.reports.models import Outlet

from ..coding.learned import JUDGED, LATEST, OF_OFFERS, Record, family, judged
from ..models import Lesson, Statement

MOST_EXAMPLES = 20
MOST_LESSONS = 40
GAP = 0.4  # per cent of a bar between its pieces
VERDICTS = {
    "accepted": gettext_lazy("accepted"),
    "corrected": gettext_lazy("corrected"),
    "rejected": gettext_lazy("rejected"),
}
KINDS = {
    "speaker": gettext_lazy("Speaker"),
    "track": gettext_lazy("Track"),
    "issue": gettext_lazy("Issue"),
    "provision": gettext_lazy("Article"),
    "position": gettext_lazy("Position"),
    "event": gettext_lazy("Event"),
}
LINK_RULES = {
    "role": gettext_lazy("who held the post on the day"),
    "title": gettext_lazy("a title before the name"),
    "dateline": gettext_lazy("the post in the state of the dateline"),
    "body": gettext_lazy("a body called by what it is"),
    "present": gettext_lazy("the only one of several who is named in the report"),
    "short": gettext_lazy("short for a name before it"),
    "open": gettext_lazy("one of several who may be meant"),
    "named": gettext_lazy("named in the words"),
    "beside": gettext_lazy("named elsewhere in the sentence"),
    "taught": gettext_lazy("taught by reviewed statements"),
    "article": gettext_lazy("its number and its text"),
    "matter": gettext_lazy("the text, and what the article is about"),
    "occasion": gettext_lazy("its kind, day and place"),
}

BY_ALL = f"""
    SELECT j.rule, r.outlet_id, date_trunc('month', j.judged_at AT TIME ZONE 'UTC')::date,
           count(*) FILTER (WHERE verdict = 'accepted'), count(*) FILTER (WHERE verdict = 'corrected'),
           count(*) FILTER (WHERE verdict = 'rejected')
      FROM ({JUDGED}) j JOIN reports_report r ON r.id = j.report_id GROUP BY 1, 2, 3
"""
EXAMPLES = f"""
    SELECT j.id FROM ({JUDGED}) j JOIN reports_report r ON r.id = j.report_id
     WHERE (%(verdict)s = '' OR verdict = %(verdict)s)
       AND (%(family)s = '' OR %(family)s = CASE WHEN position(': ' IN j.rule) > 0
            THEN substr(j.rule, position(': ' IN j.rule) + 2) ELSE j.rule END)
       AND (%(outlet)s::bigint IS NULL OR r.outlet_id = %(outlet)s)
       AND (%(month)s::date IS NULL OR date_trunc('month', j.judged_at AT TIME ZONE 'UTC')::date = %(month)s)
     ORDER BY j.judged_at DESC LIMIT {MOST_EXAMPLES}
"""


@dataclass(frozen=True)
class Row:
    """A line of a table. `key` is what the page is asked for to show examples of it; `cues`: the rules of a family."""

    label: str
    record: Record
    key: str = ""
    cues: list["Row"] = field(default_factory=list)

    @property
    def accepted_share(self) -> int | None:
        """In per cent, rounded down: 100 means every one."""
        return 100 * self.record.accepted // self.record.judged if self.record.judged else None

    @property
    def bars(self) -> list[tuple[str, str, str]]:
        """(verdict, begin, width) of the pieces of a bar 100 wide, for SVG."""
        found, begin = [], 0.0
        for verdict in VERDICTS:
            width = 100 * getattr(self.record, verdict) / max(self.record.judged, 1)
            if width:
                found.append((verdict, f"{begin:.2f}", f"{max(width - GAP, GAP):.2f}"))
            begin += width
        return found


@dataclass(frozen=True)
class Quality:
    """`is_capped`: more was judged in the period than is counted, the newest LATEST are."""

    total: Row
    waiting: int
    rules: list[Row]
    links: list[Row]
    outlets: list[Row]
    months: list[Row]
    lessons: list[tuple[str, Lesson]]

    @property
    def is_capped(self) -> bool:
        return self.total.record.judged >= LATEST


def quality(negotiation: Negotiation, *, since=None, until=None) -> Quality:
    """The page, in six queries whatever was judged."""
    rows = judged(BY_ALL, negotiation, since=since, until=until)
    outlets = Outlet.objects.in_bulk({outlet for _rule, outlet, *_rest in rows})
    months = _summed((month, counts) for _rule, _outlet, month, *counts in rows)
    return Quality(
        total=Row("", sum((Record(*counts) for _rule, _outlet, _month, *counts in rows), Record())),
        waiting=negotiation.statements.waiting().count(),
        rules=_by_family(_summed((rule, counts) for rule, _outlet, _month, *counts in rows)),
        links=_links(judged(OF_OFFERS, negotiation, since=since, until=until)),
        outlets=_most_first(
            Row(outlets[pk].label, record, str(pk))
            for pk, record in _summed((outlet, counts) for _rule, outlet, _month, *counts in rows).items()
        ),
        months=[Row(_month(month), months[month], f"{month:%Y-%m}") for month in sorted(months, reverse=True)],
        lessons=_lessons(negotiation),
    )


def examples(
    negotiation: Negotiation, *, verdict="", rule="", outlet=None, month: date | None = None, **period
) -> list[Statement]:
    """The latest of those judged so, of a family of rules, an outlet or a month; seven queries."""
    asked = {"verdict": verdict, "family": rule, "outlet": outlet, "month": month}
    keys = [pk for (pk,) in judged(EXAMPLES, negotiation, **period, **asked)]
    found = {one.pk: one for one in Statement.objects.filter(pk__in=keys).with_quotes()}
    return [found[pk] for pk in keys if pk in found]


def _summed(rows: Iterable[tuple[Hashable, list[int]]]) -> dict:
    found: dict = {}
    for key, counts in rows:
        found[key] = found.get(key, Record()) + Record(*counts)
    return found


def _most_first(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (-row.record.judged, row.label))


def _by_family(rules: dict[str, Record]) -> list[Row]:
    families: dict[str, list[Row]] = {}
    for rule, record in rules.items():
        families.setdefault(family(rule), []).append(Row(rule.partition(": ")[0], record))
    return _most_first(
        Row(name, sum((row.record for row in rows), Record()), name, _most_first(rows) if len(rows) > 1 else [])
        for name, rows in families.items()
    )


def _links(rows: list[tuple]) -> list[Row]:
    order = list(KINDS)
    known = [row for row in rows if row[0] in KINDS]
    return [
        Row(f"{KINDS[kind]}: {LINK_RULES.get(rule, rule)}", Record(taken, 0, count - taken))
        for kind, rule, taken, count in sorted(known, key=lambda row: (order.index(row[0]), -row[3]))
    ]


def _month(month: date) -> str:
    return f"{month:%b %Y}"


def _lessons(negotiation: Negotiation) -> list[tuple[str, Lesson]]:
    """(the words, or whose statements; the lesson), those that were seen most first."""
    lessons = list(Lesson.objects.filter(negotiation=negotiation).select_related("track", "issue")[:MOST_LESSONS])
    speakers = {int(one.phrase.removeprefix(SPEAKER)) for one in lessons if _is_of_speaker(one)}
    names = dict(Actor.objects.filter(pk__in=speakers).values_list("pk", "name"))
    return [
        (
            _("statements of %(name)s") % {"name": names.get(int(one.phrase.removeprefix(SPEAKER)), "?")}
            if _is_of_speaker(one)
            else f"“{one.phrase}”",
            one,
        )
        for one in lessons
    ]


def _is_of_speaker(lesson: Lesson) -> bool:
    return lesson.phrase.startswith(SPEAKER) and lesson.phrase.removeprefix(SPEAKER).isdigit()
