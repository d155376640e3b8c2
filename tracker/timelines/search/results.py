"""What was found as rows of a page: wide rows by their numbers, their words marked.

Rows are narrow values, not model instances, but for events, whose state is derived from their claims.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tracker.events.models import Event
from tracker.lib.dates import UncertainDate
from tracker.lib.quotes import unquoted
from tracker.negotiations.models import Negotiation, Proposal, Track
from tracker.reports.models import Report, Revision
from tracker.statements.models import Anchor, Form, Statement
from tracker.timelines.models import Entry, Found, Words
from tracker.timelines.models.entry import KEY_STEP
from tracker.web.templatetags.parley import track_mark

from .marks import LONGEST, Marked, marked, passages

LONGEST_LABEL = 90  # characters of a report's outlet and title


@dataclass
class Row:
    """One thing found. `words`: its quote or title; `beside`: another text of it, given when only that holds what was
    looked for; `who`: speaker or outlet; `day` or `when`: certain or not; `source`: (address, label) of its report."""

    kind: Found
    url: str
    negotiation: Negotiation
    words: Marked | str = ""
    beside: Marked | str = ""
    lang: str = ""
    form: str = ""
    who: Marked | str = ""
    who_url: str = ""
    day: date | None = None
    when: UncertainDate | None = None
    tracks: Sequence[SafeString] = ()
    source: tuple[str, str] = ("", "")
    event: Event | None = None

    @property
    def is_statement(self) -> bool:
        return self.kind == Found.STATEMENT


def rows(keys: Sequence[int], kind: Found, negotiations: dict[int, Negotiation], user, asked: str) -> list[Row]:
    """In the order of `keys`. `negotiations`: those seen, by number; `asked`: the tsquery to mark."""
    read = {
        Found.STATEMENT: _statements, Found.REPORT: _reports, Found.EVENT: _events, Found.PROPOSAL: _proposals,
    }[kind]  # fmt: skip
    found = read([key % KEY_STEP for key in keys], negotiations, user, asked)
    if kind != Found.REPORT:
        _with_tracks(found, kind, negotiations)
    # Between two queries something may have gone.
    return [found[key % KEY_STEP] for key in keys if key % KEY_STEP in found]


def _statements(ids: list[int], negotiations, user, asked: str) -> dict[int, Row]:
    columns = ["pk", "negotiation", "form", "summary", "translation", "speaker", "speaker__name", "speaker_words"]
    columns += ["said_on", "said_on_words", "said_on_reference"]
    columns += ["report", "report__title", "report__language", "report__outlet__name", "report__outlet__short_name"]
    told = list(Statement.objects.visible_to(user).published().filter(pk__in=ids).order_by().values(*columns))
    quotes = _quotes(ids)
    texts = []
    for one in told:
        quote = quotes.get(one["pk"], "")
        quote = unquoted(quote) if one["form"] == Form.DIRECT and quote else quote
        texts += [
            quote or one["summary"],
            one["translation"] or one["summary"],
            one["speaker__name"] or one["speaker_words"],
        ]
    written = iter(marked(texts, asked))
    found = {}
    for one in told:
        words, beside, who = next(written), next(written), next(written)
        negotiation = negotiations[one["negotiation"]]
        report = reverse("reports:report", args=[negotiation.slug, one["report"]])
        outlet = one["report__outlet__short_name"] or one["report__outlet__name"]
        found[one["pk"]] = Row(
            Found.STATEMENT,
            reverse("statements:statement", args=[negotiation.slug, one["pk"]]),
            negotiation,
            words=words,
            beside=beside if beside.has and not words.has else "",
            lang=one["report__language"],
            form=one["form"],
            who=who or _("Speaker not known"),
            who_url=reverse("negotiations:actor", args=[negotiation.slug, one["speaker"]]) if one["speaker"] else "",
            when=UncertainDate(one["said_on"], one["said_on_words"], one["said_on_reference"]),
            source=(f"{report}#statement-{one['pk']}", _short(f"{outlet}, {one['report__title']}")),
        )
    return found


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"


def _quotes(ids: list[int]) -> dict[int, str]:
    """As Statement.quote: the pieces in the newest revision that has any."""
    pieces: dict[int, tuple[int, list[str]]] = {}
    anchors = Anchor.objects.filter(statement__in=ids).order_by("statement", "revision", "start")
    for statement, revision, exact in anchors.values_list("statement", "revision", "exact"):
        newest, words = pieces.get(statement, (0, []))
        pieces[statement] = (revision, [*words, exact] if revision == newest else [exact])
    return {statement: " … ".join(words) for statement, (_revision, words) in pieces.items()}


def _reports(ids: list[int], negotiations, user, asked: str) -> dict[int, Row]:
    told = list(Report.objects.visible_to(user).filter(pk__in=ids).select_related("outlet").order_by())
    newest = Revision.objects.pinned(user).filter(report__in=ids).order_by("report", "-number").distinct("report")
    bodies = {report: text[:LONGEST] for report, text in newest.values_list("report", "text")}
    titles = marked([report.title for report in told], asked)
    texts = passages([bodies.get(report.pk, "") for report in told], asked)
    found = {}
    for report, title, text in zip(told, titles, texts, strict=True):
        negotiation = negotiations[report.negotiation_id]
        url = reverse("reports:report", args=[negotiation.slug, report.pk])
        found[report.pk] = Row(
            Found.REPORT, url, negotiation, words=title, beside=text, lang=report.language, who=report.outlet.label,
            day=report.published_at,
        )  # fmt: skip
    return found


def _events(ids: list[int], negotiations, user, asked: str) -> dict[int, Row]:
    told = list(Event.objects.visible_to(user).filter(pk__in=ids).with_claims(user=user))
    titles = marked([event.title for event in told], asked)
    texts = passages([_told_of(event) for event in told], asked)
    found = {}
    for event, title, text in zip(told, titles, texts, strict=True):
        negotiation = event.negotiation = negotiations[event.negotiation_id]
        found[event.pk] = Row(
            Found.EVENT, event.get_absolute_url(), negotiation, words=title,
            beside=text if text.has and not title.has else "", when=event.state.when, event=event,
        )  # fmt: skip
    return found


def _told_of(event: Event) -> str:
    """All but the title by which an event is found."""
    claims = [" … ".join(filter(None, [claim.place, claim.exact])) for claim in event.known_claims]
    return " … ".join(filter(None, [event.summary, *claims]))


def _proposals(ids: list[int], negotiations, user, asked: str) -> dict[int, Row]:
    told = list(Proposal.objects.visible_to(user).filter(pk__in=ids).select_related("tabled_by"))
    titles, texts = (marked([getattr(one, name) for one in told], asked) for name in ("title", "summary"))
    found = {}
    for proposal, title, text in zip(told, titles, texts, strict=True):
        negotiation = proposal.negotiation = negotiations[proposal.negotiation_id]
        found[proposal.pk] = Row(
            Found.PROPOSAL, proposal.get_absolute_url(), negotiation, words=title,
            beside=text if text.has and not title.has else "", who=proposal.tabled_by.label, when=proposal.tabled_on,
        )  # fmt: skip
    return found


def _with_tracks(found: dict[int, Row], kind: Found, negotiations) -> None:
    entries = Entry.objects.filter(pk__in=[kind * KEY_STEP + pk for pk in found]).values_list("object_id", "tracks")
    on = {pk: tracks for pk, tracks in entries if pk in found}
    named = {track for tracks in on.values() for track in tracks}
    marks = {}  # drawn once each, however many rows have them
    for track in Track.objects.filter(pk__in=named).only("slug", "name", "short_name", "colour", "negotiation"):
        track.negotiation = negotiations[track.negotiation_id]
        marks[track.pk] = track_mark(track)
    for pk, its in on.items():
        found[pk].tracks = [marks[track] for track in its if track in marks]


def day_of(key: int) -> date | None:
    """The day at which a row stands in the order newest first."""
    return Words.objects.filter(id=key).values_list("first", flat=True).first()
