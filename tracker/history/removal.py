"""What keeps a row from being removed, what goes with it, and refusals of the database in words."""

from collections import Counter
from dataclasses import dataclass

from django.apps import apps
from django.db import IntegrityError, models
from django.db.models.deletion import Collector, ProtectedError
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Removal:
    """Both in words ("3 statements"), one entry a kind of row. A row that is held cannot be removed."""

    held_by: list[str]
    goes_along: list[str]


def removal(row: models.Model) -> Removal:
    """What removing `row` would mean; nothing is changed."""
    collector = Collector(using="default", origin=row)
    try:
        collector.collect([row])
    except ProtectedError as error:
        return Removal(_holders(error), [])
    along = Counter({model: len(rows) for model, rows in collector.data.items() if model is not type(row)})
    for rows in collector.fast_deletes:
        along[rows.model] += rows.count()
    return Removal([], _in_words(along))


def refusal(error: IntegrityError) -> str:
    """Why the database refused a row, or its removal, as a sentence: in the words of the rule, where it has some."""
    if isinstance(error, ProtectedError):
        return _("It is in use and stays: %(rows)s.") % {"rows": ", ".join(_holders(error))}
    broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    rules = (rule for model in apps.get_models() for rule in model._meta.constraints if rule.name == broken)
    rule = next(rules, None)
    return str(rule.violation_error_message) if rule else str(error.__cause__).splitlines()[0]


def _holders(error: ProtectedError) -> list[str]:
    things = {_thing(row) for row in error.protected_objects}
    return _in_words(Counter(model for model, _pk in things))


def _thing(row: models.Model) -> tuple[type[models.Model], int]:
    """What a person knows: a row without a page of its own stands for what it is a part of (a track link for its
    statement)."""
    if not hasattr(row, "get_absolute_url"):
        for field in row._meta.concrete_fields:
            if field.is_relation and field.remote_field.on_delete is models.CASCADE:
                return field.remote_field.model, int(getattr(row, field.attname))
    return type(row), row.pk


def _in_words(counts: Counter) -> list[str]:
    return [_counted(model, n) for model, n in counts.items() if n]


def _counted(model: type[models.Model], n: int) -> str:
    meta = model._meta
    return f"{n} {meta.verbose_name if n == 1 else meta.verbose_name_plural}"
