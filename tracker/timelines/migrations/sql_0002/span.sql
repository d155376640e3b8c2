-- The days (UTC) and the instants between which an uncertain date lies: timelines.entries.span.
CREATE OR REPLACE FUNCTION timelines_span(edtf text, earliest timestamptz, latest timestamptz)
RETURNS TABLE (first date, last date, is_vague boolean, begins timestamptz, ends timestamptz)
LANGUAGE sql IMMUTABLE AS $$
SELECT (COALESCE(earliest, latest) AT TIME ZONE 'UTC')::date,
       (COALESCE(latest, earliest) AT TIME ZONE 'UTC')::date,
       COALESCE(earliest, latest) IS NOT NULL
           AND NOT COALESCE(latest - earliest < interval '1 day' AND edtf !~ '[~?%X]', false),
       COALESCE(earliest, latest),
       COALESCE(latest, earliest)
$$;
