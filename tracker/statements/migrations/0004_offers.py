"""What was offered as {issue | date, word} becomes {kind, key, label, words, rule, reason} (coding/offers.py)."""

from django.db import migrations

CONVERT = """
    UPDATE statements_statement SET offered = (
        SELECT coalesce(jsonb_agg(CASE
                   WHEN o ? 'issue' THEN jsonb_build_object('kind', 'issue', 'key', o -> 'issue',
                       'label', coalesce((SELECT name FROM negotiations_issue WHERE id = (o ->> 'issue')::bigint), ''),
                       'words', o ->> 'word', 'rule', 'named', 'reason', '“' || (o ->> 'word') || '” is a name of it')
                   ELSE jsonb_build_object('kind', 'date', 'key', o ->> 'date', 'label', o ->> 'date',
                       'words', o ->> 'word', 'rule', 'date', 'reason', '“' || (o ->> 'word') || '”') END), '[]')
          FROM jsonb_array_elements(offered) o WHERE o ? 'issue' OR o ? 'date')
     WHERE status <> 'rejected' AND offered @? '$[*] ? (exists(@.issue) || exists(@.date))'
"""


class Migration(migrations.Migration):
    dependencies = [("statements", "0003_lessons")]

    operations = [migrations.RunSQL(CONVERT, migrations.RunSQL.noop)]
