-- The state or organisation for which an actor speaks on a day: negotiations.Actor.party_on, and role_on within it.
-- A day of null is one not known. A circle of bodies above each other leads nowhere: null.
CREATE OR REPLACE FUNCTION timelines_party(actor bigint, day date) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
    its_kind text;
    above bigint;
    office record;
BEGIN
    FOR step IN 1..20 LOOP
        SELECT kind, parent_id INTO its_kind, above FROM negotiations_actor WHERE id = actor;
        IF its_kind IN ('state', 'organisation') THEN
            RETURN actor;
        END IF;
        IF its_kind = 'person' THEN
            SELECT organisation_id INTO office
              FROM negotiations_role
             WHERE person_id = actor
               AND CASE WHEN day IS NULL THEN ended = ''
                        ELSE (started_earliest IS NULL OR (started_earliest AT TIME ZONE 'UTC')::date <= day)
                         AND (ended_latest IS NULL OR (ended_latest AT TIME ZONE 'UTC')::date >= day)
                   END
             ORDER BY started_earliest DESC NULLS LAST, post, id
             LIMIT 1;
            IF FOUND THEN
                above := office.organisation_id;
            END IF;
        END IF;
        IF above IS NULL THEN
            RETURN NULL;
        END IF;
        actor := above;
    END LOOP;
    RETURN NULL;
END
$$;
