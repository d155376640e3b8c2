"""What became of suggestions, and what judged statements teach.

*Records*: how often what a rule proposed was accepted, corrected (another speaker, other words) or rejected. Counted from the
statements themselves and their history.

*Lessons*: which words led to which track or issue (tracker/lib/attribution/linking/lessons.py).

Both are made anew by a job for the negotiations in which something was judged since it last ran, from the LATEST judged statements, so
that it costs the same however much was coded; kept in tables of their own, so that a page reads them with one query.
"""

from dataclasses import dataclass, field

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Max

from tracker.history.queries import history_model
from tracker.lib.attribution.linking import Example, learn
from tracker.negotiations.models import Negotiation

from ..models import Anchor, Lesson, Position, RuleRecord, Statement, Status, TrackLink
from ..models.statement import CODED_ELSEWHERE

LATEST = 5_000  # judged statements that are looked at
ENOUGH = 5  # judgements of one rule; with fewer the record of all rules of its family is shown
REVIEWED = (Status.REVIEWED, Status.PUBLISHED)

# Suggestions that somebody judged, the latest first, and what became of each: of these the parameters take {latest}.
JUDGED = """
    SELECT s.id, s.rule, s.report_id, s.status, s.offered, s.speaker_id, s.status_changed_at AS judged_at,
           CASE WHEN s.status = 'rejected' THEN 'rejected'
                WHEN s.speaker_id IS DISTINCT FROM (
                       SELECT first.speaker_id FROM statements_statementhistoryrow first
                        WHERE first.pgh_obj_id = s.id ORDER BY first.pgh_id LIMIT 1)
                  OR EXISTS (SELECT FROM statements_anchorhistoryrow moved
                              WHERE moved.statement_id = s.id AND moved.pgh_label <> 'insert')
                THEN 'corrected' ELSE 'accepted' END AS verdict
      FROM (SELECT * FROM statements_statement
             WHERE negotiation_id = %(negotiation)s AND rule <> '' AND status <> 'suggested'
               AND rule <> ALL(%(elsewhere)s)
               AND (%(since)s::timestamptz IS NULL OR status_changed_at >= %(since)s)
               AND (%(until)s::timestamptz IS NULL OR status_changed_at < %(until)s)
             ORDER BY status_changed_at DESC LIMIT %(latest)s) s
"""

OF_RULES = f"""
    SELECT rule, count(*) FILTER (WHERE verdict = 'accepted'), count(*) FILTER (WHERE verdict = 'corrected'),
           count(*) FILTER (WHERE verdict = 'rejected')
      FROM ({JUDGED}) judged GROUP BY rule
"""

# An offer was taken when the statement has what it offered by the time it is reviewed. (A claim is of a later room, hence no model.)
OF_OFFERS = f"""
    SELECT o ->> 'kind', o ->> 'rule', count(*) FILTER (WHERE taken), count(*)
      FROM ({JUDGED}) s, jsonb_array_elements(s.offered) o,
           LATERAL (SELECT CASE o ->> 'kind'
               WHEN 'speaker' THEN s.speaker_id = (o ->> 'key')::bigint
               WHEN 'track' THEN EXISTS (SELECT FROM statements_tracklink l
                    WHERE l.statement_id = s.id AND l.track_id = (o ->> 'key')::bigint)
               WHEN 'issue' THEN EXISTS (SELECT FROM statements_position p
                    LEFT JOIN negotiations_provision a ON a.id = p.provision_id
                    WHERE p.statement_id = s.id AND coalesce(p.issue_id, a.issue_id) = (o ->> 'key')::bigint)
               WHEN 'provision' THEN EXISTS (SELECT FROM statements_position p
                    WHERE p.statement_id = s.id AND p.provision_id = (o ->> 'key')::bigint)
               WHEN 'position' THEN EXISTS (SELECT FROM statements_position p
                    WHERE p.statement_id = s.id AND p.stance = o ->> 'stance' AND split_part(o ->> 'key', ':', 2)::bigint
                      = CASE split_part(o ->> 'key', ':', 1) WHEN 'issue' THEN p.issue_id ELSE p.provision_id END)
               WHEN 'event' THEN EXISTS (SELECT FROM events_claim c WHERE c.statement_id = s.id
                    AND c.event_id = (o ->> 'key')::bigint AND c.status NOT IN ('suggested', 'rejected'))
               END AS taken) t
     WHERE s.status IN ('reviewed', 'published') AND o ? 'rule' AND taken IS NOT NULL
     GROUP BY 1, 2
"""


@dataclass(frozen=True)
class Record:
    """How often something was accepted as it was, accepted after a correction, and rejected."""

    accepted: int = 0
    corrected: int = 0
    rejected: int = 0

    @property
    def judged(self) -> int:
        return self.accepted + self.corrected + self.rejected

    def __add__(self, other: "Record") -> "Record":
        return Record(self.accepted + other.accepted, self.corrected + other.corrected, self.rejected + other.rejected)


@dataclass(frozen=True)
class Records:
    """The records of one negotiation: of rules that propose statements, and of rules that offer links, by "kind:rule"."""

    rules: dict[str, Record] = field(default_factory=dict)
    offers: dict[str, Record] = field(default_factory=dict)

    def of_rule(self, rule: str) -> Record:
        """Of that rule, or of its family where the rule itself has hardly been judged."""
        own = self.rules.get(rule, Record())
        return own if own.judged >= ENOUGH else self.rules.get(f"*{family(rule)}", own)

    def of_offer(self, kind: str, rule: str) -> Record:
        return self.offers.get(f"{kind}:{rule}", Record())


def family(rule: str) -> str:
    """What rules share that differ only in their cue: "before the content" of "say: before the content"."""
    return rule.partition(": ")[2] or rule


def records(negotiation: Negotiation) -> Records:
    """What became of the latest suggestions here, as last counted; one query."""
    known = Records()
    for row in RuleRecord.objects.filter(negotiation=negotiation):
        record = Record(row.accepted, row.corrected, row.rejected)
        if row.kind:
            known.offers[f"{row.kind}:{row.rule}"] = record
        else:
            known.rules[row.rule] = record
    return known


def note(statements: list[Statement]) -> None:
    """For a page that shows these statements of one negotiation: each gets the `record` of its rule, each of its track links that of
    what found it, and what is offered for it its own, as `accepted` of `judged`. Nothing is written."""
    if not statements:
        return
    known = records(statements[0].negotiation)
    for one in statements:
        one.record = known.of_rule(one.rule) if one.rule else Record()
        tracks = {}
        for entry in one.offered:
            record = known.of_offer(entry.get("kind", ""), entry.get("rule", ""))
            entry |= {"accepted": record.accepted, "judged": record.judged}
            if entry.get("kind") == "track":
                tracks[entry["key"]] = record
        for link in one.track_links.all():
            link.record = tracks.get(link.track_id, Record())


def judged(sql: str, negotiation: Negotiation, *, latest: int = LATEST, since=None, until=None, **more) -> list[tuple]:
    """The rows of a query built on JUDGED."""
    parameters: dict = {"negotiation": negotiation.pk, "elsewhere": list(CODED_ELSEWHERE), "latest": latest}
    with connection.cursor() as cursor:
        cursor.execute(sql, {**parameters, "since": since, "until": until, **more})
        return cursor.fetchall()


def _count(negotiation: Negotiation) -> list[RuleRecord]:
    """By rule, by "*" and the family of rules, and by kind and rule of what was offered."""
    rules: dict[str, Record] = {}
    for rule, *counts in judged(OF_RULES, negotiation):
        for key in (rule, f"*{family(rule)}"[:80]):
            rules[key] = rules.get(key, Record()) + Record(*counts)
    found = [
        RuleRecord(rule=rule, accepted=one.accepted, corrected=one.corrected, rejected=one.rejected)
        for rule, one in rules.items()
    ]
    for kind, rule, taken, count in judged(OF_OFFERS, negotiation):
        found.append(RuleRecord(kind=kind, rule=rule, accepted=taken, rejected=count - taken))
    return found


def examples(negotiation: Negotiation, *, latest: int = LATEST) -> list[Example]:
    """The latest reviewed statements as lessons are learned from them; four queries."""
    reviewed = Statement.objects.filter(negotiation=negotiation, status__in=REVIEWED).order_by("-status_changed_at")
    rows = list(reviewed.values_list("pk", "report_id", "speaker_id")[:latest])
    of = {"statement__in": [pk for pk, *_ in rows]}
    words: dict[int, list[str]] = {}
    for pk, exact in Anchor.objects.filter(**of).order_by("-revision_id", "start").values_list("statement_id", "exact"):
        words.setdefault(pk, []).append(exact)
    targets: dict[int, set] = {}
    for pk, track in TrackLink.objects.filter(**of).values_list("statement_id", "track_id"):
        targets.setdefault(pk, set()).add(("track", track))
    of_issues = Position.objects.filter(**of).values_list("statement_id", "issue_id", "provision__issue_id")
    for pk, issue, of_provision in of_issues:
        if issue or of_provision:
            targets.setdefault(pk, set()).add(("issue", issue or of_provision))
    return [
        Example(" ".join(words.get(pk, ())), report, frozenset(targets.get(pk, ())), speaker)
        for pk, report, speaker in rows
    ]


@transaction.atomic
def learn_from(negotiation: Negotiation) -> int:
    """Put the records and lessons of the statements as they stand now in the place of those before; how many lessons."""
    Lesson.objects.filter(negotiation=negotiation).delete()
    RuleRecord.objects.filter(negotiation=negotiation).delete()
    lessons = [
        Lesson(phrase=one.phrase[:200], led=one.led, seen=one.seen, **{f"{one.target[0]}_id": one.target[1]})
        for one in learn(examples(negotiation))
    ]
    counted = _count(negotiation)
    for row in [*lessons, *counted]:
        row.negotiation = negotiation
    Lesson.objects.bulk_create(lessons)
    RuleRecord.objects.bulk_create(counted)
    return len(lessons)


def learn_anew() -> int:
    """Learn again where a statement was judged, or a judged one changed, since this last ran; in how many negotiations."""
    rows = history_model(Statement).objects
    newest = rows.aggregate(newest=Max("pgh_id"))["newest"] or 0
    before = cache.get("lessons:seen")
    if before is None:  # never, or the cache was emptied
        changed = Statement.objects.exclude(status=Status.SUGGESTED)
    else:
        changed = rows.filter(pgh_id__gt=before, pgh_id__lte=newest).exclude(status=Status.SUGGESTED)
    touched = set(changed.order_by().values_list("negotiation", flat=True).distinct())
    for negotiation in Negotiation.objects.filter(pk__in=touched):
        learn_from(negotiation)
    cache.set("lessons:seen", newest, None)
    return len(touched)
