from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker.accounts.models import Role
from tracker.intake.demo import accounts, dossier
from tracker.intake.demo.load import BadDossier, filed, load
from tracker.negotiations.models import Negotiation


class Command(BaseCommand):
    help = "File the demo dossier, the security talks of 2021-22. A dossier that is there already stays as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--with-accounts",
            action="store_true",
            help="Also make one account per role and print how to sign in. Not for a database that others can reach.",
        )

    def handle(self, *, with_accounts: bool, **options: object) -> None:
        people = accounts.people(settings.DATA_DIR) if with_accounts else {}
        try:
            read = dossier.read()
            made = load(
                read,
                coder=people[Role.RESEARCHER].user if people else None,
                reviewer=people[Role.REVIEWER].user if people else None,
            )
        except BadDossier as problem:
            raise CommandError(f"The dossier was not loaded. {problem}") from problem
        if options["verbosity"]:
            self.report(made or Negotiation.objects.get(slug=read.negotiation["slug"]), fresh=made is not None)
            self.sign_in(people)

    def report(self, negotiation: Negotiation, *, fresh: bool) -> None:
        self.stdout.write(f"{negotiation}: {'loaded' if fresh else 'is there already; nothing was changed'}.")
        self.stdout.write(", ".join(f"{number} {what}" for what, number in filed(negotiation).items()))

    def sign_in(self, people: dict[Role, accounts.DemoPerson]) -> None:
        if people:
            self.stdout.write("Sign in as:")
        for role, person in people.items():
            self.stdout.write(f"  {role.label:<14} {person.user.email:<28} {person.password or '(password changed)'}")
