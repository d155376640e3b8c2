"""Names that are typed and become the row of that name: the names rows go by, and the form field that reads them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Listing:
    """Rows by the names they go by. `labels` tell each row from every other; aliases lead there too."""

    rows: dict[int, models.Model]
    labels: dict[int, str]
    by_name: dict[str, list[models.Model]]

    def find(self, text: str) -> list[models.Model]:
        """The rows of that name: by label first, then by name or alias; case and blanks make no difference."""
        return self.by_name.get(folded(text), [])

    def label(self, row: models.Model | int | None) -> str:
        pk = row if isinstance(row, int) else getattr(row, "pk", None)
        return self.labels.get(pk, "")


def folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def listing(rows: Iterable[models.Model], *, label=str, names=lambda row: row.names) -> Listing:
    rows = list(rows)
    labels = {row.pk: label(row) for row in rows}
    by_label: dict[str, list] = defaultdict(list)
    by_alias: dict[str, list] = defaultdict(list)
    for row in rows:
        by_label[folded(labels[row.pk])].append(row)
        for name in names(row):
            by_alias[folded(name)].append(row)
    return Listing({row.pk: row for row in rows}, labels, {**by_alias, **by_label})


@dataclass(frozen=True)
class NewName:
    """A name that nobody goes by yet; the form decides whether a row is made for it."""

    text: str


class NameField(forms.CharField):
    """Takes a name or alias; gives the row, None when empty, or a NewName.

    `bind(listing)` must be called before use. The browser offers the names of `<datalist id="...">`.
    """

    def __init__(self, *, datalist: str, what: str, **kwargs):
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", 300)
        super().__init__(**kwargs)
        self.what = what
        self.widget.attrs |= {"list": datalist, "autocomplete": "off", "spellcheck": "false"}
        self.listing: Listing | None = None

    def bind(self, listing: Listing) -> None:
        self.listing = listing

    def prepare_value(self, value):
        return self.listing.label(value) if isinstance(value, models.Model | int) else value

    def clean(self, value) -> models.Model | NewName | None:
        text = super().clean(value)
        if not text:
            return None
        found = self.listing.find(text)
        if len(found) > 1:
            names = ", ".join(sorted(self.listing.label(row) for row in found))
            raise ValidationError(f"Several are called “{text}”: {names}. Write one of these.")
        return found[0] if found else NewName(text)

    def has_changed(self, initial, data) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class KnownNameField(NameField):
    """Takes the names of rows that exist, and refuses others; `hint` says where rows are made."""

    def __init__(self, *, hint: str = "", **kwargs):
        super().__init__(**kwargs)
        self.hint = hint

    def clean(self, value) -> models.Model | None:
        found = super().clean(value)
        if isinstance(found, NewName):
            raise ValidationError(unknown(self.what, found.text, self.hint))
        return found


def unknown(what: str, text: str, hint: str = "") -> str:
    words = _("No %(what)s is called “%(name)s”.") % {"what": what, "name": text}
    return f"{words} {hint}".strip()


def refuse_new(form: forms.BaseForm, name: str, hint: str = "") -> None:
    """Turn a NewName left in `name` into an error a person can act on."""
    value = form.cleaned_data.get(name)
    if isinstance(value, NewName):
        form.add_error(name, unknown(form.fields[name].what, value.text, hint))


def bind_names(form: forms.BaseForm, listings: dict[str, Listing]) -> None:
    """Give each NameField of a form the listing its datalist is called after."""
    for field in form.fields.values():
        if isinstance(field, NameField):
            field.bind(listings[field.widget.attrs["list"]])


class AliasesField(forms.CharField):
    """One name a line; gives a list without repetitions. `longest`: characters of one."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, *, longest: int = 200, **kwargs):
        super().__init__(**kwargs)
        self.longest = longest

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value) -> list[str]:
        names = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        if long := next((name for name in names if len(name) > self.longest), None):
            raise ValidationError(
                _("“%(name)s…” is longer than %(longest)s characters.") % {"name": long[:40], "longest": self.longest}
            )
        return list(dict.fromkeys(filter(None, names)))

    def has_changed(self, initial, data) -> bool:
        return super().has_changed(self.prepare_value(initial), data)
