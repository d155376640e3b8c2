import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker.intake.export import export
from tracker.negotiations.models import Negotiation


class Command(BaseCommand):
    help = "Write a negotiation's reports with their published statements as JSON, which Parley imports again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("negotiation", help="Its name in addresses, for instance security-guarantees.")
        parser.add_argument("--out", metavar="FILE", help="Where to; the standard output if not given.")
        parser.add_argument("--all", action="store_true", dest="everything", help="Drafts and reviewed statements too.")

    def handle(self, *, negotiation: str, out: str | None, everything: bool, **options: object) -> None:
        try:
            found = Negotiation.objects.get(slug=negotiation)
        except Negotiation.DoesNotExist as error:
            raise CommandError(f"There is no negotiation “{negotiation}”.") from error
        exported = export(found, everything=everything)
        written = json.dumps(exported, ensure_ascii=False, indent=1)
        if out is None:
            self.stdout.write(written)
            return
        try:
            Path(out).write_text(written + "\n", encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error.strerror}.") from error
        count = sum(len(report.get("statements", [])) for report in exported["reports"])
        self.stdout.write(f"{len(exported['reports'])} reports, {count} statements: {out}")
