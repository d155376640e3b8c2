-- Counts of all months together, so that a page without days reads one row for each answer instead of one for each month.
ALTER TABLE timelines_totalcount SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

-- Add it to the counts; rows of none are taken away. Planned once for any lists: planning takes longer than counting.
CREATE OR REPLACE FUNCTION timelines_count(come timelines_entry[], gone timelines_entry[]) RETURNS void
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    months timelines_monthcount[] := ARRAY(SELECT one FROM timelines_by_month(come, gone) one);
    no_days timelines_daycount[];
    no_months timelines_monthcount[];
    no_totals timelines_totalcount[];
BEGIN
    WITH changed AS (
        INSERT INTO timelines_daycount AS kept SELECT * FROM timelines_by_day(come, gone)
            ON CONFLICT (negotiation_id, facet, value, day, kind) DO UPDATE SET n = kept.n + EXCLUDED.n
        RETURNING kept AS it, n
    )
    SELECT array_agg(it) FILTER (WHERE n = 0) INTO no_days FROM changed;
    WITH changed AS (
        INSERT INTO timelines_monthcount AS kept SELECT * FROM unnest(months)
            ON CONFLICT (negotiation_id, track, facet, value, month) DO UPDATE SET n = kept.n + EXCLUDED.n
        RETURNING kept AS it, n
    )
    SELECT array_agg(it) FILTER (WHERE n = 0) INTO no_months FROM changed;
    WITH changed AS (
        INSERT INTO timelines_totalcount AS kept
        SELECT negotiation_id, track, facet, value, sum(n)::integer
          FROM unnest(months)
         GROUP BY 1, 2, 3, 4
        HAVING sum(n) <> 0
         ORDER BY 1, 2, 3, 4
            ON CONFLICT (negotiation_id, track, facet, value) DO UPDATE SET n = kept.n + EXCLUDED.n
        RETURNING kept AS it, n
    )
    SELECT array_agg(it) FILTER (WHERE n = 0) INTO no_totals FROM changed;
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
    IF no_totals IS NOT NULL THEN
        DELETE FROM timelines_totalcount kept USING unnest(no_totals) none
         WHERE (kept.negotiation_id, kept.track, kept.facet, kept.value)
             = (none.negotiation_id, none.track, none.facet, none.value);
    END IF;
END
$$;

-- Count a month anew; the totals after the last one (timelines_retotal).
CREATE OR REPLACE FUNCTION timelines_recount(negotiation bigint, of_month date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    entries timelines_entry[];
BEGIN
    PERFORM timelines_lock(ARRAY[negotiation]);
    entries := timelines_of_month(negotiation, of_month);
    DELETE FROM timelines_daycount
     WHERE negotiation_id = negotiation AND day >= of_month AND day < of_month + interval '1 month';
    DELETE FROM timelines_monthcount WHERE negotiation_id = negotiation AND month = of_month;
    INSERT INTO timelines_daycount SELECT * FROM timelines_by_day(entries, NULL);
    INSERT INTO timelines_monthcount SELECT * FROM timelines_by_month(entries, NULL);
END
$$;

-- Add up the months anew.
CREATE OR REPLACE FUNCTION timelines_retotal(negotiation bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM timelines_lock(ARRAY[negotiation]);
    DELETE FROM timelines_totalcount WHERE negotiation_id = negotiation;
    INSERT INTO timelines_totalcount
    SELECT negotiation_id, track, facet, value, sum(n)::integer
      FROM timelines_monthcount
     WHERE negotiation_id = negotiation
     GROUP BY 1, 2, 3, 4;
END
$$;

INSERT INTO timelines_totalcount
SELECT negotiation_id, track, facet, value, sum(n)::integer FROM timelines_monthcount GROUP BY 1, 2, 3, 4;
