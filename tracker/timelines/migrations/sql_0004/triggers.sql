-- What keeps the words in step, in the manner of sql_0002/triggers.sql: once for a whole INSERT, UPDATE or DELETE. Entry says
-- what is published and has changed rows only; the other triggers are about words that are no part of it.

CREATE OR REPLACE FUNCTION timelines_words_on_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM timelines_refresh_words(ARRAY(SELECT id FROM changed));
    RETURN NULL;
END
$$;

-- Those of the rows of which there is an Entry.
CREATE OR REPLACE FUNCTION timelines_refresh_words_of(of_kind integer, ids bigint[]) RETURNS void LANGUAGE sql AS $$
SELECT timelines_refresh_words(array_agg(id)) FROM timelines_entry WHERE id = ANY (timelines_keys(of_kind, ids))
$$;

CREATE OR REPLACE FUNCTION timelines_words_on_statement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM timelines_refresh_words_of(2, ARRAY(
        SELECT id FROM was JOIN now USING (id)
         WHERE now.status = 'published'
           AND (was.summary, was.translation, was.original_text, was.speaker_words)
               IS DISTINCT FROM (now.summary, now.translation, now.original_text, now.speaker_words)));
    RETURN NULL;
END
$$;

-- The quoted words. Their statement is locked, so that it is not published by another at the same time.
CREATE OR REPLACE FUNCTION timelines_words_on_anchor() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        touched := ARRAY(SELECT statement_id FROM was UNION SELECT statement_id FROM now);
    ELSE
        touched := ARRAY(SELECT DISTINCT statement_id FROM changed);
    END IF;
    PERFORM id FROM statements_statement WHERE id = ANY (touched) ORDER BY id FOR NO KEY UPDATE;
    PERFORM timelines_refresh_words_of(2, touched);
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION timelines_words_on_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM timelines_refresh_words_of(0, ARRAY(
        SELECT id FROM was JOIN now USING (id) WHERE (was.title, was.summary) IS DISTINCT FROM (now.title, now.summary)));
    RETURN NULL;
END
$$;

-- The events are locked already, by the trigger before this one (timelines_on_claim).
CREATE OR REPLACE FUNCTION timelines_words_on_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        PERFORM timelines_refresh_words_of(0, ARRAY(
            SELECT event_id FROM was WHERE status = 'published' UNION SELECT event_id FROM now WHERE status = 'published'));
    ELSE
        PERFORM timelines_refresh_words_of(0, ARRAY(SELECT DISTINCT event_id FROM changed WHERE status = 'published'));
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION timelines_words_on_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM timelines_refresh_words_of(1, ARRAY(
        SELECT id FROM was JOIN now USING (id)
         WHERE (was.title, was.short_title, was.aliases, was.summary)
               IS DISTINCT FROM (now.title, now.short_title, now.aliases, now.summary)));
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION timelines_words_on_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM timelines_refresh_words(timelines_keys(3, ARRAY(
        SELECT id FROM was JOIN now USING (id)
         WHERE (was.title, was.published_at, was.outlet_id) IS DISTINCT FROM (now.title, now.published_at, now.outlet_id))));
    RETURN NULL;
END
$$;

-- A text that came, or that went with its report; none is ever changed.
CREATE OR REPLACE FUNCTION timelines_words_on_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM timelines_refresh_words(timelines_keys(3, ARRAY(SELECT DISTINCT report_id FROM changed)));
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION timelines_words_on_actor() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    renamed integer[] := ARRAY(SELECT id::integer FROM was JOIN now USING (id)
                                WHERE (was.name, was.short_name) IS DISTINCT FROM (now.name, now.short_name));
BEGIN
    IF renamed <> '{}' THEN
        PERFORM timelines_refresh_words(ARRAY(SELECT id FROM timelines_entry WHERE actors && renamed));
    END IF;
    RETURN NULL;
END
$$;

CREATE OR REPLACE PROCEDURE timelines_words_watch(watched regclass, function regproc, operations text[]) LANGUAGE plpgsql AS $$
DECLARE
    operation text;
BEGIN
    FOREACH operation IN ARRAY operations LOOP
        EXECUTE format(
            'CREATE OR REPLACE TRIGGER timelines_words_%1$s AFTER %1$s ON %2$s %3$s FOR EACH STATEMENT EXECUTE FUNCTION %4$s()',
            operation, watched,
            CASE operation WHEN 'insert' THEN 'REFERENCING NEW TABLE AS changed'
                           WHEN 'delete' THEN 'REFERENCING OLD TABLE AS changed'
                           ELSE 'REFERENCING OLD TABLE AS was NEW TABLE AS now' END,
            function);
    END LOOP;
END
$$;

CALL timelines_words_watch('timelines_entry', 'timelines_words_on_entry', '{insert,delete}');
CALL timelines_words_watch('statements_statement', 'timelines_words_on_statement', '{update}');
CALL timelines_words_watch('statements_anchor', 'timelines_words_on_anchor', '{insert,update,delete}');
CALL timelines_words_watch('events_event', 'timelines_words_on_event', '{update}');
CALL timelines_words_watch('events_claim', 'timelines_words_on_claim', '{insert,update,delete}');
CALL timelines_words_watch('negotiations_proposal', 'timelines_words_on_proposal', '{update}');
CALL timelines_words_watch('negotiations_actor', 'timelines_words_on_actor', '{update}');
CALL timelines_words_watch('reports_report', 'timelines_words_on_report', '{update}');
CALL timelines_words_watch('reports_revision', 'timelines_words_on_revision', '{insert,delete}');
