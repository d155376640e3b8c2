"""Forms of the inbox: what is brought in, and what the columns of a table hold."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..forms import ACCEPT, TextField, day_field
from ..readers.fields import FIELDS, OF_STATEMENTS
from .starting import Upload

MOST_FILES = 1000  # at once; settings.DATA_UPLOAD_MAX_NUMBER_FILES is the same
MOST_TOGETHER = 200 * 1024 * 1024  # bytes of all files
MOST_ADDRESSES = 1000
ADDRESS = re.compile(r"https?://[^\s<>\"'\\^`{|}]+", re.IGNORECASE)
BARE = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,24}(?::\d{1,5})?(?:/\S*)?")
AFTER = ".,;:!?*_]\u201d\u2019\u00bb"  # what a sentence puts behind an address


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, empty ones too: what is wrong with one is said of that one, when it is read."""

    widget = ManyFilesInput

    def clean(self, data, initial=None) -> list:
        return [super(FilesField, self).clean(one, initial) for one in data or []]


class StartForm(forms.Form):
    """What is brought in at once. What is wrong with one file or address is said of that one, by its item."""

    files = FilesField(
        required=False,
        allow_empty_file=True,
        max_length=None,
        label=gettext_lazy("Files"),
        widget=ManyFilesInput(attrs={"accept": ACCEPT, "hx-preserve": "true"}),
    )
    addresses = TextField(
        required=False,
        label=gettext_lazy("Addresses"),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "placeholder": "https://…"}),
        help_text=gettext_lazy("One a line, or any text that holds some."),
    )
    reference_day = day_field(
        label=gettext_lazy("Reference day"),
        help_text=gettext_lazy("A dateline without a year is taken for the last such day up to this one."),
    )

    def clean_files(self) -> list:
        files = self.cleaned_data["files"]
        if sum(file.size for file in files) > MOST_TOGETHER:
            raise forms.ValidationError(
                _("Together they are larger than %(most)s MB. Bring them in by smaller lots.")
                % {"most": MOST_TOGETHER // 1024 // 1024}
            )
        return files

    def clean_addresses(self) -> list[str]:
        """The addresses in what was pasted; a line without one goes along, to be refused by itself. Where there is none
        at all, it was no list of addresses."""
        found = addresses_in(self.cleaned_data["addresses"])
        if len(found) > MOST_ADDRESSES:
            raise forms.ValidationError(
                _("These are %(count)s addresses; up to %(most)s can be fetched at once.")
                % {"count": len(found), "most": MOST_ADDRESSES}
            )
        if found and not any(map(is_address, found)):
            raise forms.ValidationError(
                _("No address is in it. An address begins with https://, or is like osce.org/…")
            )
        return found

    def clean(self):
        given = super().clean()
        if not self.errors and not given["files"] and not given["addresses"]:
            raise forms.ValidationError(_("Choose files, or paste addresses."))
        return given

    def uploads(self) -> Iterable[Upload]:
        """The files one after the other, each read when its turn comes."""
        for file in self.cleaned_data["files"]:
            yield Upload(file.name, file.read(), file.content_type or "")

    def label(self) -> str:
        """What the run is called: by its first thing, and how many more there are."""
        names = [file.name for file in self.cleaned_data["files"]] or self.cleaned_data["addresses"]
        more = len(self.cleaned_data["files"]) + len(self.cleaned_data["addresses"]) - 1
        first = names[0] if self.cleaned_data["files"] else short(names[0])
        if not more:
            return first[:200]
        return ngettext("%(first)s and %(n)d more", "%(first)s and %(n)d more", more) % {
            "first": first[:160],
            "n": more,
        }


def addresses_in(text: str) -> list[str]:
    """The addresses in a text, each once and in order, and whole the lines that hold none."""
    found: dict[str, None] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        found |= dict.fromkeys([whole(match) for match in ADDRESS.findall(line)] or [line])
    return list(found)


def is_address(line: str) -> bool:
    return bool(ADDRESS.fullmatch(line) or BARE.fullmatch(line))


def whole(address: str) -> str:
    """Without what the sentence around it put behind: full stop, bracket that was not opened in it."""
    while address[-1] in AFTER or (address[-1] == ")" and address.count(")") > address.count("(")):
        address = address[:-1]
    return address


def short(address: str) -> str:
    """The part of an address that a person knows it by."""
    return urlsplit(address).netloc.removeprefix("www.") or address


@dataclass(frozen=True)
class Line:
    """A field with the first thing that stands in the column chosen for it."""

    field: forms.BoundField
    example: str


class MappingForm(forms.Form):
    """Which column holds which field: for each of FIELDS a choice of the table's headers."""

    def __init__(self, *args, headers: list[str], rows: list[list[str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.first = {header: first_in(rows, place) for place, header in enumerate(headers)}
        choices = [("", _("— not in the table —")), *((header, header) for header in headers if header)]
        for name, words in FIELDS.items():
            self.fields[name] = forms.ChoiceField(label=words, choices=choices, required=False)

    def clean(self):
        given = super().clean()
        if not self.errors and not given["text"] and not given["exact"]:
            raise forms.ValidationError(_("Say which column holds the text of reports, or the quotes of statements."))
        return given

    @property
    def of_reports(self) -> list["Line"]:
        return [self._line(field) for field in self if field.name not in OF_STATEMENTS]

    @property
    def of_statements(self) -> list["Line"]:
        return [self._line(field) for field in self if field.name in OF_STATEMENTS]

    @property
    def has_statements(self) -> bool:
        return any(line.field.value() for line in self.of_statements)

    def _line(self, field: forms.BoundField) -> "Line":
        return Line(field, self.first.get(field.value() or "", ""))

    def columns(self) -> dict[str, str]:
        """{field: header} of those that were chosen."""
        return {name: header for name, header in self.cleaned_data.items() if header}


def first_in(rows: list[list[str]], place: int) -> str:
    """The first cell of a column that holds something."""
    return next((row[place][:200] for row in rows if len(row) > place and row[place].strip()), "")
