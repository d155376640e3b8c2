"""How many transactions have edited so far (tracker/history/edition.py): counted by the tables themselves."""

from django.db import migrations, models

FUNCTION = """
-- Once in a transaction: add one to a row that no other transaction holds, so that nobody waits for anybody.
CREATE FUNCTION history_note_edit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    this text := pg_current_xact_id()::text;
BEGIN
    IF current_setting('parley.noted', true) IS DISTINCT FROM this THEN
        UPDATE history_edition SET n = n + 1
         WHERE id = (SELECT id FROM history_edition LIMIT 1 FOR UPDATE SKIP LOCKED);
        IF NOT FOUND THEN
            INSERT INTO history_edition (n) VALUES (1);
        END IF;
        PERFORM set_config('parley.noted', this, true);
    END IF;
    RETURN NULL;
END
$$;

-- For the migration of each new table that pages to read show.
CREATE FUNCTION history_note_edits_of(name regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE TRIGGER note_edit AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %s'
        ' FOR EACH STATEMENT EXECUTE FUNCTION history_note_edit()', name);
END
$$;

SELECT history_note_edits_of(oid)
  FROM pg_class edited
 WHERE relkind = 'r' AND relname ~ '^(negotiations|reports|statements|events)_'
   AND relnamespace = current_schema::regnamespace
   AND EXISTS (SELECT 1 FROM pg_class twin WHERE twin.relname = edited.relname || 'historyrow' AND twin.relnamespace = edited.relnamespace);
"""
UNDO = """
DROP FUNCTION history_note_edit() CASCADE;
DROP FUNCTION history_note_edits_of(regclass);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("history", "0001_initial"),
        ("negotiations", "0001_initial"),
        ("reports", "0003_revision_title_and_repeats"),
        ("statements", "0004_workbench"),
        ("events", "0003_verdict"),
    ]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n", models.BigIntegerField()),
            ],
        ),
        migrations.RunSQL(FUNCTION, UNDO),
    ]
