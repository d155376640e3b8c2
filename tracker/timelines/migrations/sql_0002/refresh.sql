-- Who changes what is kept of a negotiation waits for the others who do, until they commit: only then does it see what
-- they wrote. Many negotiations are locked in one order. 1: all entries may change (roles, actors above actors); whoever
-- changes some of them shares this lock.
CREATE OR REPLACE FUNCTION timelines_lock(negotiations bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(7031, 0);
    PERFORM pg_advisory_xact_lock(7032, one::integer)
       FROM (SELECT DISTINCT unnest(negotiations) AS one ORDER BY one) ordered;
END
$$;

CREATE OR REPLACE FUNCTION timelines_lock_all() RETURNS void LANGUAGE sql AS $$
SELECT pg_advisory_xact_lock(7031, 0)
$$;

-- Replace the rows of entries by what they ought to be; give those that came and those that are gone. The changed are
-- among both, the unchanged among neither.
CREATE OR REPLACE FUNCTION timelines_replace(
    of_kind integer, ids bigint[], OUT come timelines_entry[], OUT gone timelines_entry[]
) LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    ought timelines_entry[] := ARRAY(SELECT fresh FROM timelines_fresh(of_kind, ids) fresh);
BEGIN
    SELECT array_agg(fresh) INTO come
      FROM unnest(ought) fresh
      LEFT JOIN timelines_entry kept ON kept.id = fresh.id
     WHERE fresh IS DISTINCT FROM kept;
    SELECT array_agg(kept) INTO gone
      FROM timelines_entry kept
      LEFT JOIN unnest(ought) fresh ON fresh.id = kept.id
     WHERE kept.id = ANY (timelines_keys(of_kind, ids)) AND fresh IS DISTINCT FROM kept;
    IF gone IS NOT NULL THEN
        DELETE FROM timelines_entry WHERE id IN (SELECT id FROM unnest(gone));
    END IF;
    DELETE FROM timelines_ontrack WHERE entry_id IN (SELECT id FROM unnest(gone || come));
    IF come IS NOT NULL THEN
        INSERT INTO timelines_entry SELECT * FROM unnest(come);
        INSERT INTO timelines_ontrack
             SELECT one.*, track FROM unnest(come) one CROSS JOIN LATERAL unnest(one.tracks) track;
    END IF;
END
$$;

-- Bring the entries and the counts in step after an edit.
CREATE OR REPLACE FUNCTION timelines_refresh(of_kind integer, ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    done record;
BEGIN
    IF COALESCE(cardinality(ids), 0) = 0 THEN
        RETURN;
    END IF;
    PERFORM timelines_lock(timelines_negotiations(of_kind, ids));
    SELECT * INTO done FROM timelines_replace(of_kind, ids);
    IF done.come IS NOT NULL OR done.gone IS NOT NULL THEN
        PERFORM timelines_count(done.come, done.gone);
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION timelines_negotiations(of_kind integer, ids bigint[]) RETURNS bigint[]
LANGUAGE plpgsql STABLE AS $$
DECLARE
    kept bigint[] := ARRAY(SELECT negotiation_id FROM timelines_entry WHERE id = ANY (timelines_keys(of_kind, ids)));
BEGIN
    CASE of_kind
        WHEN 0 THEN RETURN kept || ARRAY(SELECT negotiation_id FROM events_event WHERE id = ANY (ids));
        WHEN 1 THEN RETURN kept || ARRAY(SELECT negotiation_id FROM negotiations_proposal WHERE id = ANY (ids));
        ELSE RETURN kept || ARRAY(SELECT negotiation_id FROM statements_statement WHERE id = ANY (ids));
    END CASE;
END
$$;
