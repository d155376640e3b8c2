-- Counts change in place: room on the page for the next version of a row, and what is dead is cleared early.
ALTER TABLE timelines_daycount SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE timelines_monthcount SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
-- The planner reckons filters by these lists; of 12 tracks or 60 issues none should be missing.
ALTER TABLE timelines_entry ALTER COLUMN actors SET STATISTICS 500, ALTER COLUMN issues SET STATISTICS 500;
