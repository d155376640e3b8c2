"""manage.py rebuild_timelines: write anew what the read side keeps."""

import time

from django.core.management.base import BaseCommand, CommandError

from tracker.negotiations.models import Negotiation

from ...models import Rebuilding
from ...store.rebuild import rebuild


class Command(BaseCommand):
    help = (
        "Rebuild the tables behind timelines, facets and counts from what was entered. Pages stay readable meanwhile. "
        "Interrupted, it goes on where it stopped when it is called again."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--negotiation", metavar="SLUG", help="only this one")
        parser.add_argument("--from-the-start", action="store_true", help="forget how far an earlier run got")

    def handle(self, *, negotiation: str | None, from_the_start: bool, verbosity: int, **options) -> None:
        rows = Negotiation.objects.order_by("slug")
        if negotiation:
            rows = rows.filter(slug=negotiation)
            if not rows:
                raise CommandError(f"There is no negotiation “{negotiation}”.")
        if from_the_start:
            Rebuilding.objects.filter(negotiation__in=rows).delete()
        for one in rows:
            self._rebuild(one, is_loud=verbosity > 1)

    def _rebuild(self, negotiation: Negotiation, *, is_loud: bool) -> None:
        began = time.monotonic()
        if Rebuilding.objects.filter(negotiation=negotiation).exists():
            self.stdout.write(f"{negotiation.slug}: goes on where an earlier run stopped")
        counts: dict[str, int] = {}
        for done in rebuild(negotiation):
            counts[done.what] = done.count
            if is_loud:
                self.stdout.write(f"{negotiation.slug}: {done.count} {done.what}")
        told = ", ".join(f"{count} {what}" for what, count in counts.items()) or "nothing to rebuild"
        self.stdout.write(f"{negotiation.slug}: {told} in {time.monotonic() - began:.1f} s")
