DROP TABLE timelines_words CASCADE;
DO $$
DECLARE
    one regprocedure;
BEGIN
    FOR one IN SELECT oid::regprocedure FROM pg_proc
                WHERE (proname LIKE 'timelines\_words%' OR proname LIKE 'timelines\_refresh\_words%'
                       OR proname IN ('timelines_folded', 'timelines_stems', 'timelines_names', 'timelines_lexemes', 'timelines_quarter',
                                      'timelines_fresh_words', 'timelines_asked'))
                  AND pronamespace = current_schema::regnamespace LOOP
        EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', one);
    END LOOP;
END
$$;
DROP TEXT SEARCH CONFIGURATION parley;
