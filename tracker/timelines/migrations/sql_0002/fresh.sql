-- What the rows of Entry ought to be, read from the editorial tables; the only place that says so.
-- timelines.entries reads the same in Python, and tests compare the two.

-- Actors without repeats, and those of them that hold positions of their own.
CREATE OR REPLACE FUNCTION timelines_actors(who bigint[]) RETURNS TABLE (actors integer[], parties integer[])
LANGUAGE sql STABLE AS $$
SELECT COALESCE(array_agg(id::integer ORDER BY id), '{}'),
       COALESCE(array_agg(id::integer ORDER BY id) FILTER (WHERE kind IN ('state', 'organisation')), '{}')
  FROM negotiations_actor
 WHERE id = ANY (who)
$$;

CREATE OR REPLACE FUNCTION timelines_fresh_statements(ids bigint[]) RETURNS SETOF timelines_entry
LANGUAGE sql STABLE AS $$
-- `told`: the published ones; `taken`: their positions; `named`: speakers, those for whom they spoke, and holders.
WITH told AS MATERIALIZED (
        SELECT statement.id, statement.negotiation_id, statement.speaker_id, statement.status_changed_at,
               statement.act, statement.form, statement.basis, statement.certainty, span.*,
               report.id AS report_id, report.outlet_id, report.published_at
          FROM statements_statement statement
          JOIN reports_report report ON report.id = statement.report_id
         CROSS JOIN LATERAL timelines_span(statement.said_on, statement.said_on_earliest, statement.said_on_latest) span
         WHERE statement.id = ANY (ids) AND statement.status = 'published'
     ), taken AS MATERIALIZED (
        SELECT position.statement_id, position.holder_id, issue.id AS issue, issue.parent_id AS above,
               array_position(ARRAY['rejects', 'leans_against', 'conditional', 'leans_for', 'accepts', 'demands'],
                              position.stance::text) AS stance
          FROM statements_position position
          LEFT JOIN negotiations_provision provision ON provision.id = position.provision_id
          LEFT JOIN negotiations_issue issue ON issue.id = COALESCE(position.issue_id, provision.issue_id)
         WHERE position.statement_id = ANY (ids)
     ), links AS (
        SELECT statement_id, array_agg(track_id::integer ORDER BY track_id) AS tracks
          FROM statements_tracklink WHERE statement_id = ANY (ids) GROUP BY statement_id
     ), positions AS (
        SELECT statement_id,
               array_agg(DISTINCT about::integer) FILTER (WHERE about IS NOT NULL) AS issues,
               array_agg(DISTINCT stance::smallint) AS stances,
               array_agg(DISTINCT (about * 16 + stance)::integer) FILTER (WHERE about IS NOT NULL) AS takes
          FROM (SELECT statement_id, stance, issue AS about FROM taken
                UNION ALL SELECT statement_id, stance, above FROM taken WHERE above IS NOT NULL) one
         GROUP BY statement_id
     ), named AS (
        SELECT statement_id, array_agg(actor.id::integer ORDER BY actor.id) AS actors,
               array_agg(actor.id::integer ORDER BY actor.id) FILTER (WHERE actor.kind IN ('state', 'organisation')) AS parties
          FROM (SELECT statement_id, holder_id AS who FROM taken
                UNION SELECT id, speaker_id FROM told
                UNION SELECT id, timelines_party(speaker_id, first) FROM told) one
          JOIN negotiations_actor actor ON actor.id = one.who
         GROUP BY statement_id
     )
SELECT 2000000000000000 + told.id, told.negotiation_id, 2::smallint, told.id,
       told.first, told.last, told.is_vague, told.begins, told.ends,
       COALESCE(links.tracks, '{}'), COALESCE(named.actors, '{}'), COALESCE(named.parties, '{}'),
       COALESCE(positions.issues, '{}'), COALESCE(positions.stances, '{}'), COALESCE(positions.takes, '{}'),
       array_position(ARRAY['demand', 'offer', 'propose', 'request', 'accept', 'reject', 'conditional', 'warn',
                            'announce', 'acknowledge', 'accuse', 'deny', 'welcome', 'state'], told.act::text)::smallint,
       array_position(ARRAY['direct', 'mixed', 'indirect'], told.form::text)::smallint,
       array_position(ARRAY['on_record', 'background', 'anonymous', 'document'], told.basis::text)::smallint,
       array_position(ARRAY['certain', 'probable', 'doubtful'], told.certainty::text)::smallint,
       told.outlet_id, told.report_id, told.published_at, told.status_changed_at,
       (CASE WHEN positions.stances IS NULL THEN 4 ELSE 3 END)::smallint
  FROM told
  LEFT JOIN links ON links.statement_id = told.id
  LEFT JOIN positions ON positions.statement_id = told.id
  LEFT JOIN named ON named.statement_id = told.id
$$;

-- An event is here when a published claim tells of it; its date is that of the weightiest: events.state.State.dated.
CREATE OR REPLACE FUNCTION timelines_fresh_events(ids bigint[]) RETURNS SETOF timelines_entry
LANGUAGE sql STABLE AS $$
SELECT event.id, event.negotiation_id, 0::smallint, event.id,
       span.first, span.last, span.is_vague, span.begins, span.ends,
       ARRAY(SELECT track_id::integer FROM events_eventtrack WHERE event_id = event.id ORDER BY track_id),
       who.actors, who.parties, '{}'::integer[], '{}'::smallint[], '{}'::integer[],
       0::smallint, 0::smallint, 0::smallint, 0::smallint,
       NULL::bigint, NULL::bigint, told.public_at, told.filed_at, 0::smallint
  FROM events_event event
 CROSS JOIN LATERAL (
        SELECT count(*) AS claims, min(report.published_at) AS public_at, min(claim.status_changed_at) AS filed_at
          FROM events_claim claim
          JOIN reports_report report ON report.id = claim.report_id
         WHERE claim.event_id = event.id AND claim.status = 'published'
       ) told
  LEFT JOIN LATERAL (
        SELECT claim."when", claim.when_earliest, claim.when_latest
          FROM events_claim claim
          JOIN reports_report report ON report.id = claim.report_id
         WHERE claim.event_id = event.id AND claim.status = 'published' AND claim."when" <> ''
         ORDER BY CASE WHEN claim.step IN ('held', 'read_out') THEN 0
                       WHEN claim.step IN ('confirmed', 'postponed', 'cancelled') THEN 1
                       WHEN claim.step = 'proposed' THEN 2
                       ELSE 3 END,
                  CASE WHEN claim.step IN ('held', 'read_out')
                       THEN COALESCE(claim.when_latest - claim.when_earliest, interval '1000000 days') END,
                  report.published_at DESC, claim.id
         LIMIT 1
       ) dated ON true
 CROSS JOIN LATERAL timelines_span(dated."when", dated.when_earliest, dated.when_latest) span
 CROSS JOIN LATERAL (
        SELECT COALESCE(array_agg(named), '{}') AS named
          FROM events_participant participant
         CROSS JOIN LATERAL unnest(ARRAY[participant.actor_id, timelines_party(participant.actor_id, span.first)]) named
         WHERE participant.event_id = event.id
       ) taking_part
 CROSS JOIN LATERAL timelines_actors(taking_part.named) who
 WHERE event.id = ANY (ids) AND told.claims > 0
$$;

-- A proposal is public since the first published claim about it, else since it was tabled, the undated always.
CREATE OR REPLACE FUNCTION timelines_fresh_proposals(ids bigint[]) RETURNS SETOF timelines_entry
LANGUAGE sql STABLE AS $$
SELECT 1000000000000000 + proposal.id, proposal.negotiation_id, 1::smallint, proposal.id,
       span.first, span.last, span.is_vague, span.begins, span.ends,
       CASE WHEN proposal.track_id IS NULL THEN '{}' ELSE ARRAY[proposal.track_id::integer] END,
       who.actors, who.parties,
       ARRAY(SELECT DISTINCT about::integer
               FROM negotiations_version version
               JOIN negotiations_provision provision ON provision.of_version_id = version.id
               JOIN negotiations_issue issue ON issue.id = provision.issue_id
              CROSS JOIN LATERAL unnest(ARRAY[issue.id, issue.parent_id]) about
              WHERE version.proposal_id = proposal.id AND about IS NOT NULL
              ORDER BY about::integer),
       '{}'::smallint[], '{}'::integer[], 0::smallint, 0::smallint, 0::smallint, 0::smallint,
       NULL::bigint, NULL::bigint,
       COALESCE(told.public_at, CASE WHEN proposal.tabled_on = '' THEN timestamptz '0001-01-01 00:00+00'
                                     ELSE proposal.tabled_on_earliest END),
       NULL::timestamptz, 1::smallint
  FROM negotiations_proposal proposal
 CROSS JOIN LATERAL timelines_span(proposal.tabled_on, proposal.tabled_on_earliest, proposal.tabled_on_latest) span
 CROSS JOIN LATERAL timelines_actors(ARRAY[proposal.tabled_by_id, timelines_party(proposal.tabled_by_id, span.first)]) who
 CROSS JOIN LATERAL (
        SELECT min(report.published_at) AS public_at
          FROM events_event event
          JOIN events_claim claim ON claim.event_id = event.id AND claim.status = 'published'
          JOIN reports_report report ON report.id = claim.report_id
         WHERE event.proposal_id = proposal.id
       ) told
 WHERE proposal.id = ANY (ids)
$$;

CREATE OR REPLACE FUNCTION timelines_fresh(of_kind integer, ids bigint[]) RETURNS SETOF timelines_entry
LANGUAGE plpgsql STABLE AS $$
BEGIN
    CASE of_kind
        WHEN 0 THEN RETURN QUERY SELECT * FROM timelines_fresh_events(ids);
        WHEN 1 THEN RETURN QUERY SELECT * FROM timelines_fresh_proposals(ids);
        ELSE RETURN QUERY SELECT * FROM timelines_fresh_statements(ids);
    END CASE;
END
$$;

-- The keys of entries. In PL/pgSQL, which keeps its plans.
CREATE OR REPLACE FUNCTION timelines_keys(of_kind integer, ids bigint[]) RETURNS bigint[]
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN ARRAY(SELECT of_kind * 1000000000000000 + id FROM unnest(ids) id);
END
$$;
