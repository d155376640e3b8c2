-- The words by which entries and reports are found (docs/decisions/0021-search.md).
-- `id` is kind * 10^15 + the number of the row: of an Entry (0 event, 1 proposal, 2 statement), or 3 for a report.

-- English words by English stems, Cyrillic ones by Russian, whatever the language of the report: so one question finds both.
CREATE TEXT SEARCH CONFIGURATION parley (COPY = pg_catalog.russian);

CREATE TABLE timelines_words (
    quarter smallint NOT NULL,
    kind smallint NOT NULL,
    id bigint NOT NULL,
    negotiation_id bigint NOT NULL,
    first date,
    last date,
    words tsvector NOT NULL,
    PRIMARY KEY (id, quarter)
) PARTITION BY LIST (quarter);
CREATE INDEX timelines_words_entries ON timelines_words USING gin (words) WITH (fastupdate = off) WHERE kind < 3;
CREATE INDEX timelines_words_reports ON timelines_words USING gin (words) WITH (fastupdate = off) WHERE kind = 3;
CREATE TABLE timelines_words_0 PARTITION OF timelines_words FOR VALUES IN (0);  -- what has no date

-- As 8088 for the first quarter of 2022; 0 for no date. Days beyond living memory share a partition.
CREATE OR REPLACE FUNCTION timelines_quarter(day date) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT COALESCE(least(greatest(extract(year FROM day), 1900), 2100) * 4 + extract(quarter FROM day) - 1, 0)::smallint
$$;

-- ATTACH, unlike CREATE ... PARTITION OF, lets others read and write meanwhile.
CREATE OR REPLACE FUNCTION timelines_words_partition(of_quarter smallint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    name text := 'timelines_words_' || of_quarter;
BEGIN
    IF to_regclass(name) IS NULL THEN
        PERFORM pg_advisory_xact_lock(7033, 0);
        IF to_regclass(name) IS NULL THEN
            EXECUTE format('CREATE TABLE %I (LIKE timelines_words INCLUDING INDEXES)', name);
            EXECUTE format('ALTER TABLE timelines_words ATTACH PARTITION %I FOR VALUES IN (%s)', name, of_quarter);
        END IF;
    END IF;
END
$$;

-- One character for another: "ё" is found as "е"; marks that the server's parser takes for letters where the locale is C, as
-- the embedded one's is, are blanks. tracker/timelines/search/marks.py does the same.
CREATE OR REPLACE FUNCTION timelines_folded(told text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT translate(told, U&'ёЁ‘’«»„“”‚‹›–—―−…•·№§°\00a0\2002\2003\2007\2009\202f',
                 'еЕ''''                        ')
$$;

-- Stems of a text. A tsvector holds 1 MB: of a longer text the beginning is found.
CREATE OR REPLACE FUNCTION timelines_stems(told text, weight "char") RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT setweight(to_tsvector('public.parley', timelines_folded(left(COALESCE(told, ''), 150000))), weight)
$$;

-- Names as they are written: those of people, bodies and groups. States and organisations are found by their facet.
CREATE OR REPLACE FUNCTION timelines_names(named text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT setweight(to_tsvector('simple', timelines_folded(COALESCE(named, ''))), 'C')
$$;

-- ~t3 for the track of number 3, ~a its actors, ~i its issues, ~o its outlet, ~k its kind; ~v: it lies in no one quarter.
CREATE OR REPLACE FUNCTION timelines_lexemes(e timelines_entry) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
SELECT array_to_tsvector(string_to_array(concat_ws(' ',
    '~k' || e.kind, '~o' || e.outlet_id,
    '~t' || NULLIF(array_to_string(e.tracks, ' ~t'), ''),
    '~a' || NULLIF(array_to_string(e.actors, ' ~a'), ''),
    '~i' || NULLIF(array_to_string(e.issues, ' ~i'), ''),
    CASE WHEN timelines_quarter(e.first) <> timelines_quarter(e.last) THEN '~v' END), ' '))
$$;

-- What the rows ought to be, the only place that says so: from Entry, which decides what is published, and from the texts.
-- In PL/pgSQL, which keeps its plans.
CREATE OR REPLACE FUNCTION timelines_fresh_words(keys bigint[]) RETURNS SETOF timelines_words LANGUAGE plpgsql STABLE AS $$
BEGIN
RETURN QUERY
SELECT timelines_quarter(e.first), e.kind, e.id, e.negotiation_id, e.first, e.last,
       timelines_stems((SELECT string_agg(anchor.exact, E'\n' ORDER BY anchor.start)
                          FROM statements_anchor anchor
                         WHERE anchor.statement_id = s.id AND anchor.revision_id = (
                               SELECT max(revision_id) FROM statements_anchor WHERE statement_id = s.id)), 'A')
       || timelines_stems(concat_ws(E'\n', s.summary, s.speaker_words, left(s.translation, 30000), left(s.original_text, 30000)), 'B')
       || timelines_names((SELECT string_agg(name || ' ' || short_name, ' ' ORDER BY id) FROM negotiations_actor
                           WHERE id = ANY (e.actors) AND id <> ALL (e.parties)))
       || timelines_lexemes(e)
  FROM timelines_entry e JOIN statements_statement s ON s.id = e.object_id
 WHERE e.id = ANY (keys) AND e.kind = 2
UNION ALL
SELECT timelines_quarter(e.first), e.kind, e.id, e.negotiation_id, e.first, e.last,
       timelines_stems(event.title, 'A')
       || timelines_stems(concat_ws(E'\n', left(event.summary, 50000),
            (SELECT string_agg(claim.place || E'\n' || claim.exact, E'\n' ORDER BY claim.id)
               FROM events_claim claim WHERE claim.event_id = event.id AND claim.status = 'published')), 'B')
       || timelines_names((SELECT string_agg(name || ' ' || short_name, ' ' ORDER BY id) FROM negotiations_actor
                           WHERE id = ANY (e.actors) AND id <> ALL (e.parties)))
       || timelines_lexemes(e)
  FROM timelines_entry e JOIN events_event event ON event.id = e.object_id
 WHERE e.id = ANY (keys) AND e.kind = 0
UNION ALL
SELECT timelines_quarter(e.first), e.kind, e.id, e.negotiation_id, e.first, e.last,
       timelines_stems(concat_ws(E'\n', p.title, p.short_title, array_to_string(p.aliases, E'\n')), 'A')
       || timelines_stems(p.summary, 'B') || timelines_names((SELECT string_agg(name || ' ' || short_name, ' ' ORDER BY id) FROM negotiations_actor
                           WHERE id = ANY (e.actors) AND id <> ALL (e.parties)))
       || timelines_lexemes(e)
  FROM timelines_entry e JOIN negotiations_proposal p ON p.id = e.object_id
 WHERE e.id = ANY (keys) AND e.kind = 1
UNION ALL
SELECT timelines_quarter(day), 3::smallint, 3000000000000000 + r.id, r.negotiation_id, day, day,
       timelines_stems(r.title, 'A') || timelines_stems(newest.text, 'D')
       || array_to_tsvector(ARRAY['~o' || r.outlet_id, '~k3'])
  FROM reports_report r
 CROSS JOIN LATERAL (SELECT (r.published_at AT TIME ZONE 'UTC')::date) published (day)
 CROSS JOIN LATERAL (SELECT text FROM reports_revision WHERE report_id = r.id ORDER BY number DESC LIMIT 1) newest
 WHERE r.id IN (SELECT key - 3000000000000000 FROM unnest(keys) key WHERE key > 3000000000000000);
END
$$;

-- Bring the rows in step. Whoever changes the same ones waits: for the negotiation where it is an entry (as its counts do),
-- for the report where it is one, so that reports filed side by side do not wait for each other.
CREATE OR REPLACE FUNCTION timelines_refresh_words(keys bigint[]) RETURNS void
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    fresh timelines_words[];
BEGIN
    IF COALESCE(cardinality(keys), 0) = 0 THEN
        RETURN;
    END IF;
    PERFORM timelines_lock(array_agg(DISTINCT negotiation_id)) FROM timelines_entry WHERE id = ANY (keys) HAVING count(*) > 0;
    PERFORM FROM reports_report
      WHERE id IN (SELECT key - 3000000000000000 FROM unnest(keys) key WHERE key > 3000000000000000)
      ORDER BY id FOR NO KEY UPDATE;
    fresh := ARRAY(SELECT one FROM timelines_fresh_words(keys) one);
    PERFORM timelines_words_partition(quarter) FROM (SELECT DISTINCT quarter FROM unnest(fresh) ORDER BY 1) new;
    DELETE FROM timelines_words kept
     WHERE kept.id = ANY (keys)
       AND NOT EXISTS (SELECT FROM unnest(fresh) one WHERE one.id = kept.id AND one IS NOT DISTINCT FROM kept);
    INSERT INTO timelines_words
         SELECT one.* FROM unnest(fresh) one
          WHERE NOT EXISTS (SELECT FROM timelines_words kept WHERE kept.id = one.id AND kept.quarter = one.quarter);
END
$$;

-- The question for one word or phrase: its stems, or, where that is something else, the words as they stand (names).
CREATE OR REPLACE FUNCTION timelines_asked(typed text) RETURNS tsquery LANGUAGE sql IMMUTABLE AS $$
SELECT CASE WHEN numnode(stems) = 0 OR stems = plain THEN stems ELSE stems || plain END
  FROM (SELECT phraseto_tsquery('public.parley', folded) AS stems, phraseto_tsquery('simple', folded) AS plain
          FROM timelines_folded(typed) folded) one
$$;
