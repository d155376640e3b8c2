from django.core.management.base import BaseCommand, CommandError

from tracker.intake.demo import check, dossier


class Command(BaseCommand):
    help = "Check the files of the demo dossier and say how much is in them. Touches no database."
    requires_system_checks: list[str] = []

    def handle(self, **options: object) -> None:
        read = dossier.read()
        if problems := list(check.problems(read)):
            raise CommandError("\n".join(problems))
        self.stdout.write(", ".join(f"{number} {what}" for what, number in check.counts(read).items()))
        self.stdout.write(f"From memory: {', '.join(check.from_memory(read)) or 'nothing'}")
