"""How the read side's rows come about, and the triggers that keep them in step (tracker/timelines/store/README.md).

A later change of a function is a migration of its own, with a folder of SQL of its own: what is here stays as it ran.
"""

from pathlib import Path

from django.db import migrations

FOLDER = Path(__file__).with_name("sql_0002")


def sql(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("timelines", "0001_tables")]

    operations = [
        migrations.RunSQL(sql("party"), reverse_sql=sql("undo")),
        *(
            migrations.RunSQL(sql(name), migrations.RunSQL.noop)
            for name in ("span", "fresh", "counts", "refresh", "rebuild", "triggers", "settings", "fill")
        ),
    ]
