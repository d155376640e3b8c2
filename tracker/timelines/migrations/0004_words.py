"""Search: the words of entries and reports, partitioned by quarter, and the triggers that keep them in step (decision 0021)."""

from pathlib import Path

import django.contrib.postgres.search
from django.db import migrations, models

FOLDER = Path(__file__).with_name("sql_0004")


def sql(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("timelines", "0003_lanes_indexes"), ("reports", "0003_revision_title_and_repeats")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(sql("words"), sql("undo")),
                migrations.RunSQL(sql("triggers"), migrations.RunSQL.noop),
                migrations.RunSQL(sql("fill"), migrations.RunSQL.noop),
            ],
            state_operations=[
                migrations.CreateModel(
                    name="Words",
                    fields=[
                        ("pk", models.CompositePrimaryKey("id", "quarter", blank=True, editable=False, primary_key=True, serialize=False)),
                        ("quarter", models.SmallIntegerField()),
                        ("kind", models.SmallIntegerField(choices=[(0, "Event"), (1, "Tabled text"), (2, "Statement"), (3, "Report")])),
                        ("id", models.BigIntegerField()),
                        ("negotiation_id", models.BigIntegerField()),
                        ("first", models.DateField(null=True)),
                        ("last", models.DateField(null=True)),
                        ("words", django.contrib.postgres.search.SearchVectorField()),
                    ],
                    options={"db_table": "timelines_words"},
                ),
            ],
        ),
    ]
