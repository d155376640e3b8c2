-- As timelines_refresh, without the counts, and the rows of tracks whatever they hold: for rebuilding a part of the whole.
CREATE OR REPLACE FUNCTION timelines_restore(of_kind integer, ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    keys bigint[] := timelines_keys(of_kind, ids);
BEGIN
    PERFORM timelines_lock(timelines_negotiations(of_kind, ids));
    PERFORM timelines_replace(of_kind, ids);
    DELETE FROM timelines_ontrack
     WHERE (entry_id, track_id) IN (
            SELECT entry_id, track_id
              FROM (SELECT * FROM timelines_ontrack WHERE entry_id = ANY (keys)
                    EXCEPT SELECT entry.*, track FROM timelines_entry entry CROSS JOIN LATERAL unnest(tracks) track
                            WHERE id = ANY (keys)) wrong);
    INSERT INTO timelines_ontrack
    SELECT entry.*, track FROM timelines_entry entry CROSS JOIN LATERAL unnest(tracks) track WHERE id = ANY (keys)
    EXCEPT SELECT * FROM timelines_ontrack WHERE entry_id = ANY (keys);
END
$$;

-- The entries that are counted in a month; the undated stand in the month of the year 1.
CREATE OR REPLACE FUNCTION timelines_of_month(negotiation bigint, month date) RETURNS timelines_entry[]
LANGUAGE sql STABLE AS $$
SELECT array_agg(entry)
  FROM timelines_entry entry
 WHERE negotiation_id = negotiation
   AND (first >= month AND first < month + interval '1 month' OR month = '0001-01-01' AND first IS NULL)
$$;

-- Count a month anew.
CREATE OR REPLACE FUNCTION timelines_recount(negotiation bigint, of_month date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM timelines_lock(ARRAY[negotiation]);
    DELETE FROM timelines_daycount
     WHERE negotiation_id = negotiation AND day >= of_month AND day < of_month + interval '1 month';
    DELETE FROM timelines_monthcount WHERE negotiation_id = negotiation AND month = of_month;
    PERFORM timelines_count(timelines_of_month(negotiation, of_month), NULL);
END
$$;
