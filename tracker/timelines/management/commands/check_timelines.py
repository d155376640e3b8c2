"""manage.py check_timelines: whether what the read side keeps is what it ought to be."""

from itertools import chain, islice

from django.core.management.base import BaseCommand, CommandError

from tracker.negotiations.models import Negotiation

from ...store.check import differences
from ...store.words import different_words

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Compare the tables behind timelines, facets and counts with what was entered, row by row. Ends with status 1 and "
        f"names up to {SHOWN} rows a negotiation where they differ; rebuild_timelines puts that right."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--negotiation", metavar="SLUG", help="only this one")

    def handle(self, *, negotiation: str | None, **options) -> None:
        rows = Negotiation.objects.order_by("slug")
        if negotiation:
            rows = rows.filter(slug=negotiation)
            if not rows:
                raise CommandError(f"There is no negotiation “{negotiation}”.")
        wrong = [one.slug for one in rows if not self._is_in_step(one)]
        if wrong:
            raise CommandError(f"Not in step: {', '.join(wrong)}. Put it right with manage.py rebuild_timelines.")

    def _is_in_step(self, negotiation: Negotiation) -> bool:
        found = chain(differences(negotiation), different_words(negotiation))
        shown = list(islice(found, SHOWN))
        if not shown:
            self.stdout.write(f"{negotiation.slug}: in step")
            return True
        more = sum(1 for _ in found)
        self.stdout.write(f"{negotiation.slug}: {len(shown) + more} rows differ")
        for one in shown:
            self.stdout.write(f"  {one}")
        if more:
            self.stdout.write(f"  and {more} more")
        return False
