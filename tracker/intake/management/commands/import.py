from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Count

from tracker.accounts.models import User
from tracker.intake.models import ItemStatus, Run
from tracker.intake.runs.starting import Upload, start_run
from tracker.intake.runs.work import work
from tracker.negotiations.models import Negotiation

WELL = (ItemStatus.FILED, ItemStatus.OPENED)
AT_ONCE = 200 * 1024 * 1024  # bytes of files in one run


class Command(BaseCommand):
    help = "Import files, folders (with all that is in them) and addresses into a negotiation."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("sources", nargs="+", metavar="PATH|URL")
        parser.add_argument("--negotiation", required=True, metavar="SLUG")
        parser.add_argument("--as", dest="email", metavar="EMAIL", help="Who imports; nobody if not given.")
        parser.add_argument("--reference-date", type=date.fromisoformat, metavar="2021-12-23",
                            help="Decides the year of datelines that have none.")  # fmt: skip
        parser.add_argument("--wait", action="store_true", help="Read and file here, and say what became of each.")

    def handle(self, *, sources: list[str], negotiation: str, wait: bool, **options) -> None:
        there = Negotiation.objects.filter(slug=negotiation).first()
        if there is None:
            raise CommandError(f"There is no negotiation “{negotiation}”.")
        by = self._person(options["email"])
        runs = [
            start_run(
                negotiation=there,
                by=by,
                label=_label(sources),
                files=files,
                addresses=addresses,
                reference_day=options["reference_date"],
            )
            for files, addresses in _portions(sources)
        ]
        if not runs:
            raise CommandError("There are no files in there.")
        for run in runs:
            if wait:
                work(run=run)
            self.report(run, wait)

    def _person(self, email: str | None) -> User | None:
        person = User.objects.filter(email__iexact=email).first() if email else None
        if email and person is None:
            raise CommandError(f"Nobody has an account with the address {email}.")
        return person

    def report(self, run: Run, wait: bool) -> None:
        """The counts of each outcome, and each item that was not filed, with the reason."""
        counts = run.items.values_list("status").annotate(n=Count("pk")).order_by("status")
        labels = dict(ItemStatus.choices)
        words = ", ".join(f"{n} {labels[status].lower()}" for status, n in counts)
        self.stdout.write(f"Run {run.pk}: {words}.")
        if not wait:
            self.stdout.write("The workers take it from here.")
            return
        for item in run.items.exclude(status__in=WELL):
            self.stdout.write(f"{item.name}: {item.get_status_display().lower()}. {item.reason}".rstrip())


def _label(sources: list[str]) -> str:
    return sources[0] if len(sources) == 1 else f"{sources[0]} and {len(sources) - 1} more"


def _portions(sources: list[str]) -> Iterator[tuple[list[Upload], list[str]]]:
    """What one run takes: files up to AT_ONCE bytes, so that no folder is too large for the memory."""
    addresses = [source for source in sources if "://" in source]
    files: list[Upload] = []
    size = 0
    for path, name in _paths([source for source in sources if "://" not in source]):
        if files and size + path.stat().st_size > AT_ONCE:
            yield files, []
            files, size = [], 0
        files.append(Upload(name, path.read_bytes()))
        size += path.stat().st_size
    if files or addresses:
        yield files, addresses


def _paths(sources: list[str]) -> Iterator[tuple[Path, str]]:
    """Each file with its name; that of a file in a folder says where in it."""
    for source in map(Path, sources):
        if source.is_dir():
            yield from ((path, str(path.relative_to(source))) for path in sorted(source.rglob("*")) if path.is_file())
        elif source.is_file():
            yield source, source.name
        else:
            raise CommandError(f"There is no file {source}.")
