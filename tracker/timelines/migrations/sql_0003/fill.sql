-- What was entered before there was a search.
SELECT timelines_refresh_words(array_agg(id)) FROM timelines_entry;
SELECT timelines_refresh_words(timelines_keys(3, array_agg(id))) FROM reports_report;
