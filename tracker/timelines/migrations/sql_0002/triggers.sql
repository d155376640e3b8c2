-- What each editorial table has to do with the read side. Once for a whole INSERT, UPDATE or DELETE, whoever makes it;
-- the rows are in `changed`, or before and after an update in `was` and `now`. What is not published costs a look.

CREATE OR REPLACE FUNCTION timelines_on_statement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        PERFORM timelines_refresh(2, ARRAY(
            SELECT id FROM was JOIN now USING (id)
             WHERE 'published' IN (was.status, now.status)
               AND (was.status, was.status_changed_at, was.negotiation_id, was.report_id, was.speaker_id, was.act, was.form,
                    was.basis, was.certainty, was.said_on, was.said_on_earliest, was.said_on_latest) IS DISTINCT FROM
                   (now.status, now.status_changed_at, now.negotiation_id, now.report_id, now.speaker_id, now.act, now.form,
                    now.basis, now.certainty, now.said_on, now.said_on_earliest, now.said_on_latest)));
    ELSE
        PERFORM timelines_refresh(2, ARRAY(SELECT id FROM changed WHERE status = 'published'));
    END IF;
    RETURN NULL;
END
$$;

-- Track links and positions. Their statement is locked, so that it is not published by another at the same time.
CREATE OR REPLACE FUNCTION timelines_on_statement_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        touched := ARRAY(SELECT statement_id FROM was UNION SELECT statement_id FROM now);
    ELSE
        touched := ARRAY(SELECT DISTINCT statement_id FROM changed);
    END IF;
    PERFORM id FROM statements_statement WHERE id = ANY (touched) ORDER BY id FOR NO KEY UPDATE;
    PERFORM timelines_refresh(2, ARRAY(
        SELECT id FROM statements_statement WHERE id = ANY (touched) AND status = 'published'));
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION timelines_on_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        touched := ARRAY(SELECT id FROM was JOIN now USING (id) WHERE (was.negotiation_id, was.proposal_id)
                                IS DISTINCT FROM (now.negotiation_id, now.proposal_id));
        PERFORM timelines_refresh_events(touched);
        PERFORM timelines_refresh(1, ARRAY(
            SELECT proposal_id FROM was WHERE id = ANY (touched) AND proposal_id IS NOT NULL));
    ELSE
        PERFORM timelines_refresh(0, ARRAY(SELECT id FROM changed));
    END IF;
    RETURN NULL;
END
$$;

-- The tracks and the participants of events.
CREATE OR REPLACE FUNCTION timelines_on_event_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        PERFORM timelines_refresh_events(ARRAY(SELECT event_id FROM was UNION SELECT event_id FROM now));
    ELSE
        PERFORM timelines_refresh_events(ARRAY(SELECT DISTINCT event_id FROM changed));
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION timelines_on_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        PERFORM timelines_refresh_events(ARRAY(
            SELECT event_id FROM was WHERE status = 'published' UNION SELECT event_id FROM now WHERE status = 'published'
        ), true);
    ELSE
        PERFORM timelines_refresh_events(ARRAY(SELECT DISTINCT event_id FROM changed WHERE status = 'published'), true);
    END IF;
    RETURN NULL;
END
$$;

-- Events, and the proposals they are about. They are locked, so that none is told of by another's claim at the same time.
-- `told`: a published claim came, changed or went; else only those matter that one tells of.
CREATE OR REPLACE FUNCTION timelines_refresh_events(ids bigint[], told boolean DEFAULT false) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM id FROM events_event WHERE id = ANY (ids) ORDER BY id FOR NO KEY UPDATE;
    IF NOT told THEN
        ids := ARRAY(SELECT DISTINCT event_id FROM events_claim WHERE event_id = ANY (ids) AND status = 'published');
    END IF;
    PERFORM timelines_refresh(0, ids);
    PERFORM timelines_refresh(1, ARRAY(
        SELECT DISTINCT proposal_id FROM events_event WHERE id = ANY (ids) AND proposal_id IS NOT NULL));
END
$$;

CREATE OR REPLACE FUNCTION timelines_on_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        PERFORM timelines_refresh(1, ARRAY(SELECT id FROM now));
    ELSE
        PERFORM timelines_refresh(1, ARRAY(SELECT id FROM changed));
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION timelines_on_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM timelines_refresh(1, ARRAY(
        SELECT unnest(ARRAY[was.proposal_id, now.proposal_id]) FROM was JOIN now USING (id)
         WHERE was.proposal_id <> now.proposal_id));
    RETURN NULL;
END
$$;

-- Articles: the proposals that have them, and the statements that take a position on them.
CREATE OR REPLACE FUNCTION timelines_on_provision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[];
    versions bigint[];
    proposals bigint[];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        touched := ARRAY(SELECT id FROM was JOIN now USING (id)
                          WHERE (was.issue_id, was.of_version_id) IS DISTINCT FROM (now.issue_id, now.of_version_id));
        versions := ARRAY(SELECT of_version_id FROM was UNION SELECT of_version_id FROM now);
    ELSE
        touched := ARRAY(SELECT id FROM changed);
        versions := ARRAY(SELECT DISTINCT of_version_id FROM changed);
    END IF;
    IF touched = '{}' THEN
        RETURN NULL;
    END IF;
    proposals := ARRAY(SELECT DISTINCT proposal_id FROM negotiations_version WHERE id = ANY (versions));
    PERFORM timelines_lock(timelines_negotiations(1, proposals));
    PERFORM timelines_refresh(1, proposals);
    PERFORM timelines_refresh(2, ARRAY(
        SELECT DISTINCT statement.id
          FROM statements_position position
          JOIN statements_statement statement ON statement.id = position.statement_id
         WHERE position.provision_id = ANY (touched) AND statement.status = 'published'));
    RETURN NULL;
END
$$;

-- When a report was public, and where it stood.
CREATE OR REPLACE FUNCTION timelines_on_report() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[] := ARRAY(SELECT id FROM was JOIN now USING (id)
                               WHERE (was.published_at, was.outlet_id) IS DISTINCT FROM (now.published_at, now.outlet_id));
BEGIN
    IF touched = '{}' THEN
        RETURN NULL;
    END IF;
    PERFORM timelines_lock(ARRAY(SELECT negotiation_id FROM now WHERE id = ANY (touched)));
    PERFORM timelines_refresh(2, ARRAY(
        SELECT id FROM statements_statement WHERE report_id = ANY (touched) AND status = 'published'));
    PERFORM timelines_refresh_events(ARRAY(
        SELECT DISTINCT event_id FROM events_claim WHERE report_id = ANY (touched) AND status = 'published'));
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION timelines_on_issue() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched integer[] := ARRAY(SELECT id::integer FROM was JOIN now USING (id)
                                WHERE was.parent_id IS DISTINCT FROM now.parent_id);
BEGIN
    IF touched = '{}' THEN
        RETURN NULL;
    END IF;
    PERFORM timelines_lock(ARRAY(SELECT negotiation_id FROM now WHERE id = ANY (touched)));
    PERFORM timelines_refresh(kind, array_agg(object_id))
       FROM timelines_entry WHERE issues && touched GROUP BY kind;
    RETURN NULL;
END
$$;

-- Roles: for whom people spoke on the days on which the role was or is held.
CREATE OR REPLACE FUNCTION timelines_on_role() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[];
    since timestamptz;
    until timestamptz;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        SELECT array_agg(one.person_id),
               CASE WHEN bool_and(one.started IS NOT NULL) THEN min(one.started) END,
               CASE WHEN bool_and(one.ended IS NOT NULL) THEN max(one.ended) END
          INTO touched, since, until
          FROM was
          JOIN now USING (id)
         CROSS JOIN LATERAL (VALUES (was.person_id, was.started_earliest, was.ended_latest),
                                    (now.person_id, now.started_earliest, now.ended_latest)) one (person_id, started, ended)
         WHERE (was.person_id, was.organisation_id, was.started_earliest, was.ended, was.ended_latest, was.post)
               IS DISTINCT FROM
               (now.person_id, now.organisation_id, now.started_earliest, now.ended, now.ended_latest, now.post);
    ELSE
        SELECT array_agg(person_id),
               CASE WHEN bool_and(started_earliest IS NOT NULL) THEN min(started_earliest) END,
               CASE WHEN bool_and(ended_latest IS NOT NULL) THEN max(ended_latest) END
          INTO touched, since, until
          FROM changed;
    END IF;
    PERFORM timelines_refresh_actors(
        touched, (since AT TIME ZONE 'UTC')::date, (until AT TIME ZONE 'UTC')::date);
    RETURN NULL;
END
$$;

-- The kind of actors, and who is above them.
CREATE OR REPLACE FUNCTION timelines_on_actor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM timelines_refresh_actors(ARRAY(
        SELECT id FROM was JOIN now USING (id)
         WHERE (was.kind, was.parent_id) IS DISTINCT FROM (now.kind, now.parent_id)));
    RETURN NULL;
END
$$;

-- Whatever names one of the actors, or one who stands or stood below them, in these days (null: open) or undated.
CREATE OR REPLACE FUNCTION timelines_refresh_actors(ids bigint[], since date DEFAULT NULL, until date DEFAULT NULL)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    named integer[];
BEGIN
    IF COALESCE(cardinality(ids), 0) = 0 THEN
        RETURN;
    END IF;
    PERFORM timelines_lock_all();
    WITH RECURSIVE below (id) AS (
        SELECT unnest(ids)
        UNION
        SELECT other.id
          FROM below
         CROSS JOIN LATERAL (
                SELECT actor.id FROM negotiations_actor actor WHERE actor.parent_id = below.id
                UNION ALL
                SELECT role.person_id FROM negotiations_role role WHERE role.organisation_id = below.id
               ) other
    )
    SELECT array_agg(id::integer) INTO named FROM below;
    PERFORM timelines_refresh(kind, array_agg(object_id))
       FROM timelines_entry
      WHERE actors && named
        AND (first IS NULL OR (since IS NULL OR first >= since) AND (until IS NULL OR first <= until))
      GROUP BY kind;
END
$$;

CREATE OR REPLACE FUNCTION timelines_on_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM timelines_refresh(kind, array_agg(object_id)) FROM timelines_entry GROUP BY kind;
    RETURN NULL;
END
$$;

CREATE OR REPLACE PROCEDURE timelines_watch(watched regclass, function regproc, operations text[]) LANGUAGE plpgsql AS $$
DECLARE
    operation text;
BEGIN
    FOREACH operation IN ARRAY operations LOOP
        EXECUTE format(
            'CREATE OR REPLACE TRIGGER timelines_%1$s AFTER %1$s ON %2$s %3$s FOR EACH STATEMENT EXECUTE FUNCTION %4$s()',
            operation, watched,
            CASE operation WHEN 'insert' THEN 'REFERENCING NEW TABLE AS changed'
                           WHEN 'delete' THEN 'REFERENCING OLD TABLE AS changed'
                           WHEN 'update' THEN 'REFERENCING OLD TABLE AS was NEW TABLE AS now'
                           ELSE '' END,
            CASE operation WHEN 'truncate' THEN 'timelines_on_truncate' ELSE function::text END);
    END LOOP;
END
$$;

CALL timelines_watch('statements_statement', 'timelines_on_statement', '{insert,update,delete,truncate}');
CALL timelines_watch('statements_tracklink', 'timelines_on_statement_part', '{insert,update,delete,truncate}');
CALL timelines_watch('statements_position', 'timelines_on_statement_part', '{insert,update,delete,truncate}');
CALL timelines_watch('events_event', 'timelines_on_event', '{update,delete,truncate}');
CALL timelines_watch('events_eventtrack', 'timelines_on_event_part', '{insert,update,delete,truncate}');
CALL timelines_watch('events_participant', 'timelines_on_event_part', '{insert,update,delete,truncate}');
CALL timelines_watch('events_claim', 'timelines_on_claim', '{insert,update,delete,truncate}');
CALL timelines_watch('negotiations_proposal', 'timelines_on_proposal', '{insert,update,delete,truncate}');
CALL timelines_watch('negotiations_version', 'timelines_on_version', '{update}');
CALL timelines_watch('negotiations_provision', 'timelines_on_provision', '{insert,update,delete,truncate}');
CALL timelines_watch('negotiations_issue', 'timelines_on_issue', '{update}');
CALL timelines_watch('negotiations_role', 'timelines_on_role', '{insert,update,delete,truncate}');
CALL timelines_watch('negotiations_actor', 'timelines_on_actor', '{update}');
CALL timelines_watch('reports_report', 'timelines_on_report', '{update}');
