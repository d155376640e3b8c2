"""Counts of all months together. As in 0002: what is in sql_0005 stays as it ran."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

HERE = Path(__file__).parent
TOTALS = (HERE / "sql_0005" / "totals.sql").read_text()
BEFORE = [(HERE / "sql_0002" / name).read_text() for name in ("counts.sql", "rebuild.sql")]


class Migration(migrations.Migration):
    dependencies = [("negotiations", "0001_initial"), ("timelines", "0004_words")]

    operations = [
        migrations.CreateModel(
            name="TotalCount",
            fields=[
                ("pk", models.CompositePrimaryKey("negotiation", "track", "facet", "value", blank=True, editable=False, primary_key=True, serialize=False)),
                ("negotiation", models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="negotiations.negotiation")),
                ("track", models.IntegerField()),
                ("facet", models.SmallIntegerField(choices=[(0, "All"), (1, "Track"), (2, "Actor"), (3, "Issue"), (4, "Stance"), (5, "Act"), (6, "Form"), (7, "Basis"), (8, "Kind"), (9, "Party"), (10, "Outlet"), (11, "Certainty")])),
                ("value", models.IntegerField()),
                ("n", models.IntegerField()),
            ],
        ),
        migrations.RunSQL(TOTALS, "".join([*BEFORE, "DROP FUNCTION timelines_retotal(bigint)"])),
    ]
