from django.core.management.base import BaseCommand, CommandError

from tracker.intake.models import Original
from tracker.intake.originals import damaged


class Command(BaseCommand):
    help = "Compare every original with the hash it was received with. Ends with status 1 where one differs."

    def handle(self, **options: object) -> None:
        found = 0
        for original, problem in damaged():
            found += 1
            names = ", ".join(original.items.values_list("name", flat=True)[:3]) or "no item"
            self.stdout.write(f"{original.sha256}: {problem} ({names})")
        total = Original.objects.count()
        if found:
            raise CommandError(f"{found} of {total} originals are damaged.")
        self.stdout.write(f"All {total} originals are as they were received.")
