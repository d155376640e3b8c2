-- Under which values an entry is counted; facets as in timelines.models.Facet.
CREATE OR REPLACE FUNCTION timelines_values(e timelines_entry) RETURNS TABLE (facet smallint, value integer)
LANGUAGE sql IMMUTABLE AS $$
SELECT one.facet::smallint, one.value::integer
  FROM (VALUES (0, 0), (5, e.act), (6, e.form), (7, e.basis), (11, e.certainty), (10, e.outlet_id)) one (facet, value)
 WHERE one.facet = 0 OR one.value > 0
UNION ALL SELECT 8::smallint, e.kind::integer
UNION ALL SELECT 1::smallint, unnest(e.tracks)
UNION ALL SELECT 2::smallint, unnest(e.actors)
UNION ALL SELECT 3::smallint, unnest(e.issues)
UNION ALL SELECT 4::smallint, unnest(e.stances)::integer
UNION ALL SELECT 9::smallint, unnest(e.parties)
$$;

-- What entries that come and entries that go add to the counts of days, and of months.
CREATE OR REPLACE FUNCTION timelines_by_day(come timelines_entry[], gone timelines_entry[])
RETURNS SETOF timelines_daycount LANGUAGE sql IMMUTABLE AS $$
SELECT (c.e).negotiation_id, v.facet, v.value, COALESCE((c.e).first, '0001-01-01'), (c.e).kind, sum(c.n)::integer
  FROM (SELECT e, 1 AS n FROM unnest(come) e UNION ALL SELECT e, -1 FROM unnest(gone) e) c
 CROSS JOIN LATERAL timelines_values(c.e) v
 WHERE v.facet <= 3
 GROUP BY 1, 2, 3, 4, 5
HAVING sum(c.n) <> 0
 ORDER BY 1, 2, 3, 4, 5
$$;

CREATE OR REPLACE FUNCTION timelines_by_month(come timelines_entry[], gone timelines_entry[])
RETURNS SETOF timelines_monthcount LANGUAGE sql IMMUTABLE AS $$
SELECT (c.e).negotiation_id, t.track, v.facet, v.value,
       COALESCE(date_trunc('month', (c.e).first::timestamp)::date, '0001-01-01'), sum(c.n)::integer
  FROM (SELECT e, 1 AS n FROM unnest(come) e UNION ALL SELECT e, -1 FROM unnest(gone) e) c
 CROSS JOIN LATERAL unnest(0 || (c.e).tracks) t (track)
 CROSS JOIN LATERAL timelines_values(c.e) v
 WHERE v.facet <> 1 OR t.track = 0
 GROUP BY 1, 2, 3, 4, 5
HAVING sum(c.n) <> 0
 ORDER BY 1, 2, 3, 4, 5
$$;

-- Add it to the counts; rows of none are taken away. Planned once for any lists: planning takes longer than counting.
CREATE OR REPLACE FUNCTION timelines_count(come timelines_entry[], gone timelines_entry[]) RETURNS void
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    no_days timelines_daycount[];
    no_months timelines_monthcount[];
BEGIN
    WITH changed AS (
        INSERT INTO timelines_daycount AS kept SELECT * FROM timelines_by_day(come, gone)
            ON CONFLICT (negotiation_id, facet, value, day, kind) DO UPDATE SET n = kept.n + EXCLUDED.n
        RETURNING kept AS it, n
    )
    SELECT array_agg(it) FILTER (WHERE n = 0) INTO no_days FROM changed;
    WITH changed AS (
        INSERT INTO timelines_monthcount AS kept SELECT * FROM timelines_by_month(come, gone)
            ON CONFLICT (negotiation_id, track, facet, value, month) DO UPDATE SET n = kept.n + EXCLUDED.n
        RETURNING kept AS it, n
    )
    SELECT array_agg(it) FILTER (WHERE n = 0) INTO no_months FROM changed;
    IF no_days IS NOT NULL THEN
        DELETE FROM timelines_daycount kept USING unnest(no_days) none
         WHERE (kept.negotiation_id, kept.facet, kept.value, kept.day, kept.kind)
             = (none.negotiation_id, none.facet, none.value, none.day, none.kind);
    END IF;
    IF no_months IS NOT NULL THEN
        DELETE FROM timelines_monthcount kept USING unnest(no_months) none
         WHERE (kept.negotiation_id, kept.track, kept.facet, kept.value, kept.month)
             = (none.negotiation_id, none.track, none.facet, none.value, none.month);
    END IF;
END
$$;
