from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker.runtime import embedded
from tracker.runtime.errors import CannotRun


class Command(BaseCommand):
    help = "The embedded database: start, stop, ask for its status, its address (url) or its programs (bin)."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["start", "stop", "status", "url", "bin"])

    def handle(self, *, action: str, **options: object) -> str | None:
        try:
            return getattr(self, action)()
        except CannotRun as problem:
            raise CommandError(str(problem)) from problem

    def start(self) -> str:
        return f"The database answers at {embedded.start()}"

    def stop(self) -> str:
        return "The database is stopped." if embedded.stop() else "No embedded database was running."

    def status(self) -> str:
        if embedded.is_answering():
            return f"The database answers at {embedded.database_url()}"
        raise CommandError(
            f"No database answers in {embedded.places().data}. Start it: manage.py db start", returncode=3
        )

    def url(self) -> str:
        return embedded.database_url()

    def bin(self) -> str:
        return str(embedded.places().install / "bin")
