-- What was entered before there was a read side.
SELECT timelines_refresh(2, array_agg(id)) FROM statements_statement WHERE status = 'published';
SELECT timelines_refresh(0, array_agg(DISTINCT event_id)) FROM events_claim WHERE status = 'published';
SELECT timelines_refresh(1, array_agg(id)) FROM negotiations_proposal;
