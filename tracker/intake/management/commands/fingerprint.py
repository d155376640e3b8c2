from django.core.management.base import BaseCommand
from django.db import transaction

from tracker.intake.models import Fingerprint
from tracker.intake.runs import likeness

AT_ONCE = 100


class Command(BaseCommand):
    help = (
        "Make the fingerprints that are missing, or were made in another way, so that texts that are alike are found."
    )

    def handle(self, **options: object) -> None:
        made = 0
        while rows := list(likeness.without().order_by("pk")[:AT_ONCE]):
            with transaction.atomic():
                Fingerprint.objects.filter(revision__in=rows).delete()
                for row in rows:
                    likeness.remember(row)
            made += len(rows)
        self.stdout.write(f"{made} fingerprints made.")
