"""What a rebuilding put right is shown at once: each of its steps counts as an edit (tracker/history/edition.py)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("history", "0002_edition"), ("timelines", "0005_totals")]

    operations = [
        migrations.RunSQL(
            "SELECT history_note_edits_of('timelines_rebuilding')",
            "DROP TRIGGER note_edit ON timelines_rebuilding",
        )
    ]
