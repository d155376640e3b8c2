"""manage.py load_bench: a corpus to measure with."""

import time
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from ...store.bench import BIG, SLUG, CannotLoad, load


class Command(BaseCommand):
    help = (
        "Load a corpus of the benches' generator (a folder of CSV files) into an empty database, as the negotiation "
        f"“{SLUG}”, published. For measuring only: by COPY with triggers aside, so its rows have no history."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *, folder: Path, **options) -> None:
        began = time.monotonic()
        self.stdout.write(
            "History, guards and the keeping of timelines are switched off for "
            + ", ".join(str(model._meta.verbose_name_plural) for model in BIG)
            + " while these are loaded: their rows will have no history. Everything is rebuilt and checked for at the end."
        )
        try:
            for said in load(folder):
                self.stdout.write(f"{time.monotonic() - began:6.1f} s  {said}")
        except CannotLoad as error:
            raise CommandError(str(error)) from error
        self._tidy()
        call_command("rebuild_timelines", negotiation=SLUG, stdout=self.stdout)
        self._tidy()
        self.stdout.write(f"{time.monotonic() - began:6.1f} s  ready")

    @staticmethod
    def _tidy() -> None:
        """Statistics for the planner and the map of visible pages, which the server would make by itself in time."""
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")
