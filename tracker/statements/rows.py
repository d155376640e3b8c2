"""The wide rows of statements as values: what lists of them show and nothing else.

Fifty of them cost one query and no model instances, which would take most of a page's time (decision 0019).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from tracker.lib.dates import UncertainDate
from tracker.lib.quotes import unquoted
from tracker.runtime.planned import planned

from .models.choices import Act, Basis, Form

ACTS = {value: str(label).lower() for value, label in Act.choices}
BASES, FORMS = dict(Basis.choices), dict(Form.choices)
LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Stands:
    """A position: on an issue, or on an article of a proposal."""

    issue: str | None
    issue_label: str
    article: str
    provision_id: int | None
    proposal: str
    proposal_label: str
    holder: str
    stance: str
    condition: str


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as a list shows it. `role`: the speaker's on the day of the statement; `on`: for each track its id
    and the reason why it stands there; `pieces`: its words in the newest revision that has them; `places`: revision, start and end
    of each piece, in any revision."""

    pk: int
    form: str
    act: str
    basis: str
    edtf: str
    date_words: str
    reference: date | None
    summary: str
    translation: str
    speaker_id: int | None
    speaker: str
    role: str
    addressee: str
    report_id: int
    language: str
    title: str
    published_at: datetime
    outlet: str
    pieces: list[str]
    relays: list[str]
    places: list[list[int]]
    on: list[list]
    positions: list[Stands]

    @property
    def words(self) -> str:
        """For a page that draws its own quotation marks."""
        shown = map(unquoted, self.pieces) if self.form == Form.DIRECT else self.pieces
        return " … ".join(shown) or self.summary

    @property
    def quote(self) -> str:
        return " … ".join(self.pieces)

    @property
    def said_on(self) -> UncertainDate:
        return UncertainDate(self.edtf, self.date_words, self.reference)

    @property
    def act_label(self) -> str:
        return ACTS[self.act]

    def get_basis_display(self) -> str:
        return BASES[self.basis]

    @property
    def form_label(self) -> str:
        return FORMS[self.form]

    @property
    def source(self) -> str:
        title = self.title if len(self.title) <= LONGEST_TITLE else self.title[: LONGEST_TITLE - 1] + "…"
        return f"{self.outlet}, {title}"


def said(keys: Iterable[int]) -> dict[int, Said]:
    """The statements of these ids, which the caller made sure may be seen; one query."""
    ids = list(keys)
    return {row[0]: _said(row) for row in planned(WIDE, {"ids": ids})} if ids else {}


def _said(row: tuple) -> Said:
    *columns, relays, anchors, on, positions = row
    places = json.loads(anchors) if anchors else []
    newest = max((revision for revision, _start, _end, _exact in places), default=0)
    return Said(
        *columns,
        pieces=[exact for revision, _start, _end, exact in places if revision == newest],
        relays=json.loads(relays) if relays else [],
        places=[place[:3] for place in places],
        on=json.loads(on) if on else [],
        positions=[Stands(*one) for one in json.loads(positions)] if positions else [],
    )


# What there may be several of is put together for all statements at once, not for each. The role is that of Actor.role_on: held
# on the day, the latest begun; without a day, one that has no end.
WIDE = """
SELECT statement.id, statement.form, statement.act, statement.basis,
       statement.said_on, statement.said_on_words, statement.said_on_reference,
       statement.summary, statement.translation,
       statement.speaker_id, COALESCE(speaker.name, NULLIF(statement.speaker_words, ''), 'Speaker not known'),
       COALESCE((
           SELECT role.post || COALESCE(', ' || COALESCE(NULLIF(body.short_name, ''), body.name), '')
             FROM negotiations_role role
             LEFT JOIN negotiations_actor body ON body.id = role.organisation_id
            WHERE role.person_id = statement.speaker_id
              AND CASE WHEN statement.said_on_earliest IS NULL THEN role.ended = ''
                       ELSE COALESCE((role.started_earliest AT TIME ZONE 'UTC')::date
                                     <= (statement.said_on_earliest AT TIME ZONE 'UTC')::date, true)
                        AND COALESCE((role.ended_latest AT TIME ZONE 'UTC')::date
                                     >= (statement.said_on_earliest AT TIME ZONE 'UTC')::date, true) END
            ORDER BY role.started_earliest DESC NULLS LAST, role.post
            LIMIT 1), ''),
       COALESCE(NULLIF(addressee.short_name, ''), addressee.name, ''),
       report.id, report.language, report.title, report.published_at,
       COALESCE(NULLIF(outlet.short_name, ''), outlet.name),
       relays.all, anchors.all, links.all, positions.all
  FROM statements_statement statement
  JOIN reports_report report ON report.id = statement.report_id
  JOIN reports_outlet outlet ON outlet.id = report.outlet_id
  LEFT JOIN negotiations_actor speaker ON speaker.id = statement.speaker_id
  LEFT JOIN negotiations_actor addressee ON addressee.id = statement.addressee_id
  LEFT JOIN (
        SELECT relay.statement_id,
               json_agg(COALESCE(who.name || CASE WHEN who.distinction = '' THEN '' ELSE ' (' || who.distinction || ')' END,
                                 paper.name, relay.words) ORDER BY relay."order")::text
          FROM statements_relay relay
          LEFT JOIN negotiations_actor who ON who.id = relay.actor_id
          LEFT JOIN reports_outlet paper ON paper.id = relay.outlet_id
         WHERE relay.statement_id = ANY (%(ids)s::bigint[])
         GROUP BY 1) relays (statement_id, "all") ON relays.statement_id = statement.id
  LEFT JOIN (
        SELECT anchor.statement_id,
               json_agg(json_build_array(anchor.revision_id, anchor.start, anchor."end", anchor.exact) ORDER BY anchor.start)::text
          FROM statements_anchor anchor
         WHERE anchor.statement_id = ANY (%(ids)s::bigint[])
         GROUP BY 1) anchors (statement_id, "all") ON anchors.statement_id = statement.id
  LEFT JOIN (
        SELECT link.statement_id,
               json_agg(json_build_array(link.track_id, link.reason) ORDER BY track."order", link.id)::text
          FROM statements_tracklink link
          JOIN negotiations_track track ON track.id = link.track_id
         WHERE link.statement_id = ANY (%(ids)s::bigint[])
         GROUP BY 1) links (statement_id, "all") ON links.statement_id = statement.id
  LEFT JOIN (
        SELECT position.statement_id,
               json_agg(json_build_array(
                        issue.slug, COALESCE(NULLIF(issue.short_name, ''), issue.name, ''),
                        COALESCE(provision.number, ''), provision.id,
                        COALESCE(proposal.slug, ''), COALESCE(NULLIF(proposal.short_title, ''), proposal.title, ''),
                        COALESCE(NULLIF(holder.short_name, ''), holder.name), position.stance, position.condition)
                    ORDER BY position.id)::text
          FROM statements_position position
          JOIN negotiations_actor holder ON holder.id = position.holder_id
          LEFT JOIN negotiations_issue issue ON issue.id = position.issue_id
          LEFT JOIN negotiations_provision provision ON provision.id = position.provision_id
          LEFT JOIN negotiations_version version ON version.id = provision.of_version_id
          LEFT JOIN negotiations_proposal proposal ON proposal.id = version.proposal_id
         WHERE position.statement_id = ANY (%(ids)s::bigint[])
         GROUP BY 1) positions (statement_id, "all") ON positions.statement_id = statement.id
 WHERE statement.id = ANY (%(ids)s::bigint[])
"""
