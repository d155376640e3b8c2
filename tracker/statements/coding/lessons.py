"""What the rules learn while a report is coded: another name of something on file, a verb or noun of reporting."""

from django.db import transaction

from tracker.lib.attribution import forms_of
from tracker.negotiations.models import Actor, Issue, Negotiation, Track
from tracker.reports.models import Report

from ..models import LexiconWord, Statement, WordKind
from ..models.statement import NotAllowed

NAMED = {"actor": Actor, "track": Track, "issue": Issue}
LONGEST_ALIAS = 200  # as the aliases' columns


@transaction.atomic
def add_alias(*, row: Actor | Track | Issue, alias: str) -> bool:
    """Let reports call `row` so, too; False where it goes by that name already. Raises NotAllowed for no name."""
    alias = " ".join(alias.split()).strip(" ,;:“”\"'«»")
    if not alias or len(alias) > LONGEST_ALIAS:
        raise NotAllowed(f"A name has between 1 and {LONGEST_ALIAS} characters.")
    row = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if alias.casefold() in (name.casefold() for name in row.names):
        return False
    row.aliases = [*row.aliases, alias]
    row.save()
    return True


def add_word(*, language: str, kind: str, words: str, forms: str = "", by) -> LexiconWord:
    """Teach a verb or noun of reporting. `forms` of a verb are guessed from `words` where they are not given. Raises
    NotAllowed where they are no such word."""
    if kind == WordKind.NOUN:
        forms = words.strip().lower()
        if len(forms.split()) != 1:
            raise NotAllowed("A noun of reporting is one word.")
    else:
        forms = " ".join(forms.lower().split()) or forms_of(words, language)
        if not forms or len(forms.split(" + ")[0].split()) > 5:
            raise NotAllowed("A verb of reporting is one word, or its base, third person, past and -ing form.")
    if len(forms) > 200:
        raise NotAllowed("These forms are too long.")
    return LexiconWord.objects.get_or_create(language=language, kind=kind, forms=forms, defaults={"added_by": by})[0]


def waiting_reports(negotiation: Negotiation | int, *, but: Report | None = None):
    """Reports in which suggestions wait unjudged."""
    waiting = Statement.objects.waiting().filter(negotiation=negotiation)
    reports = Report.objects.filter(pk__in=waiting.order_by().values("report"))
    return reports.exclude(pk=but.pk) if but else reports
