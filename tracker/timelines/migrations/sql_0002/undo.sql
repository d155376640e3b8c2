DO $$
DECLARE
    one regprocedure;
BEGIN
    FOR one IN SELECT oid::regprocedure FROM pg_proc WHERE proname LIKE 'timelines\_%' AND pronamespace = current_schema::regnamespace LOOP
        EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', one);
    END LOOP;
END
$$;
