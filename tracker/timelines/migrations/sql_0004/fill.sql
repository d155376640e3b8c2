-- What was entered before there was a search, some at a time.
DO $$
DECLARE
    after bigint;
    keys bigint[];
    source text;
BEGIN
    FOREACH source IN ARRAY ARRAY['SELECT id FROM timelines_entry', 'SELECT 3000000000000000 + id FROM reports_report'] LOOP
        after := -1;
        LOOP
            EXECUTE format('SELECT array_agg(key) FROM (SELECT key FROM (%s) one (key) WHERE key > $1 ORDER BY key LIMIT 2000) part', source)
               INTO keys USING after;
            EXIT WHEN keys IS NULL;
            PERFORM timelines_refresh_words(keys);
            after := keys[cardinality(keys)];
        END LOOP;
    END LOOP;
END
$$;
