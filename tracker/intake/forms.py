"""The two forms of entering a report: what is given, and what it says of itself."""

import json
from datetime import UTC, date, datetime, timedelta

from django import forms
from django.conf.locale import LANG_INFO
from django.core.validators import URLValidator
from django.utils import timezone, translation

from tracker.lib.text import LANGUAGES, BadText, normalise, one_line
from tracker.reports.models import CameFrom, Report
from tracker.statements.coding.registry import Registry
from tracker.web.names import NameField, NewName

from .readers import MOST_BYTES, MOST_TEXT_BYTES
from .record import Source
from .zones import zone, zone_of

FIRST_DAY = date(1800, 1, 1)


# What is offered when a file is chosen; what a file is, its structure says.
ACCEPT = (
    ".txt,.text,.md,.html,.htm,.xhtml,.mhtml,.mht,.pdf,.docx,.eml,.csv,.tsv,.xlsx,.json,.xml,.rss,.atom,.rdf,.nitf,"
    ".newsml,.anpa,.iptc,text/plain,text/html,text/csv,application/pdf,application/json,message/rfc822"
)
DAYS = ["%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%d.%m.%Y"]


def day_field(**kwargs) -> forms.DateField:
    """A day typed and shown as 2021-12-23, whatever the browser's country."""
    return forms.DateField(
        required=False,
        input_formats=DAYS,
        widget=forms.DateInput(attrs={"placeholder": "2021-12-23"}, format="%Y-%m-%d"),
        error_messages={"invalid": "This is no valid date. Write it as 2021-12-23."},
        **kwargs,
    )


class TextField(forms.CharField):
    """A long text, taken as it is: the door says what is wrong with it."""

    widget = forms.Textarea

    def __init__(self, **kwargs):
        super().__init__(strip=False, **kwargs)
        self.validators = []  # NUL is refused by the door, in words that say what to do


class SourceForm(forms.Form):
    """What there is: a text or a file, and what helps to read it."""

    text = TextField(
        required=False,
        label="Text of the report",
        widget=forms.Textarea(
            attrs={
                "rows": 12,
                "class": "textarea-reading",
                "data-read-on-paste": "",
                "autofocus": True,
                "data-most-bytes": MOST_TEXT_BYTES,
            }
        ),
    )
    file = forms.FileField(
        required=False,
        allow_empty_file=True,
        label="or a file",
        help_text="Text, page, PDF, Word, mail, feed or wire file",
        widget=forms.FileInput(attrs={"accept": ACCEPT, "data-most-bytes": MOST_BYTES}),
    )
    url = forms.URLField(
        required=False,
        max_length=1000,
        label="Address",
        assume_scheme="https",
        help_text="Where it was published. Alone, it is fetched.",
    )
    reference_day = day_field(
        label="Reference day",
        help_text="A dateline without a year is taken for the last such day up to this one. Today if left empty.",
    )

    @property
    def leading(self) -> str:
        """The field that is read: a file goes before the text, and an address alone is fetched."""
        given = self.cleaned_data
        if given["file"]:
            return "file"
        return "url" if given["url"] and not given["text"].strip() else "text"


class LocalMomentField(forms.CharField):
    """Day and time on the clocks of some zone, which another field names; gives a naive datetime."""

    def clean(self, value) -> datetime | None:
        words = super().clean(value)
        try:
            return datetime.fromisoformat(words).replace(tzinfo=None) if words else None
        except ValueError:
            raise forms.ValidationError("Write day and time as 2021-12-23 18:04.") from None


def languages(also: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    """Those that Parley tells by the text, then all others that have a code of two letters, and `also`."""
    others = [code for code in {*LANG_INFO, also} if code == also or len(code) == 2]
    others = [code for code in others if code and code not in LANGUAGES]
    return [("Told by the text", _named(LANGUAGES)), ("Others", _named(others))]


def _named(codes: list[str]) -> list[tuple[str, str]]:
    return sorted(((code, _language(code)) for code in codes), key=lambda pair: pair[1])


def _language(code: str) -> str:
    if code == "zh":
        return "Chinese"
    return translation.get_language_info(code)["name"] if code in LANG_INFO else code


class ReportForm(forms.ModelForm):
    """A report's particulars and its text. `outlet_name` gives an Outlet or a NewName; `published_at` is aware."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    outlet_name = NameField(
        datalist="outlets", what="outlet", label="Outlet", required=True, max_length=160,
        help_text="A name not on file enters a new outlet.",
    )  # fmt: skip
    published = LocalMomentField(label="Published at", max_length=40)
    zone = forms.CharField(max_length=60, label="Zone", initial="UTC", widget=forms.TextInput({"list": "zones"}))
    dateline_day = day_field(label="Dateline day")
    language = forms.ChoiceField(label="Language")
    url = forms.URLField(
        required=False,
        max_length=1000,
        label="Address",
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
    )
    text = TextField(
        label="Text",
        widget=forms.Textarea(attrs={"rows": 24, "class": "textarea-reading"}),
        error_messages={"required": "There is no text in it."},
    )

    class Meta:
        model = Report
        fields = [
            "title", "outlet_name", "dateline_place", "dateline_day", "published", "zone", "language", "kind", "byline",
            "credibility", "url", "note", "text",
        ]  # fmt: skip
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, registry: Registry | None = None, taken_from: dict[str, Source] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.registry = registry or Registry(self.instance.negotiation)
        self.fields["outlet_name"].bind(self.registry.outlets)
        self.fields["language"].choices = languages(also=self.instance.language if self.instance.pk else "")
        if self.instance.pk:
            self.initial = self._stored() | self.initial
        for name, source in (taken_from or {}).items():
            self.show_source(name, source)

    def show_source(self, name: str, source: Source) -> None:
        """Show beside the field where its value was taken from; `name` as Record has it."""
        self.fields[FORM_NAMES.get(name, name)].source = source

    def _stored(self) -> dict:
        report = self.instance
        return {
            "version": report.version,
            "outlet_name": report.outlet_id,
            **published(report.published_at.astimezone(UTC)),
            "text": report.current.text,
        }

    @property
    def particulars(self) -> list[forms.BoundField]:
        """The fields in the order of the page, all but the text."""
        return [self[name] for name in self.Meta.fields if name != "text"]

    def clean_title(self) -> str:
        title = one_line(self.cleaned_data["title"])
        if not title:
            raise forms.ValidationError("A title needs some letters.")
        return title

    def clean_outlet_name(self):
        chosen = self.cleaned_data["outlet_name"]
        if not isinstance(chosen, NewName):
            return chosen
        if not (name := one_line(chosen.text)):
            raise forms.ValidationError("A name needs some letters.")
        return NewName(name)

    def clean_byline(self) -> str:
        return one_line(self.cleaned_data["byline"])

    def clean_dateline_place(self) -> str:
        return one_line(self.cleaned_data["dateline_place"])

    def clean_zone(self):
        try:
            return zone(self.cleaned_data["zone"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean_dateline_day(self) -> date | None:
        day = self.cleaned_data["dateline_day"]
        if day and day < FIRST_DAY:
            raise forms.ValidationError("Is the year right?")
        return day

    def clean_text(self) -> str:
        try:
            clean = normalise(self.cleaned_data["text"])
        except BadText as error:
            raise forms.ValidationError(str(error)) from error
        if len(clean.text.encode()) > MOST_TEXT_BYTES:
            raise forms.ValidationError("The text is longer than 5 MB. Keep only the report itself.")
        self.notes = clean.notes
        return clean.text

    def clean(self):
        cleaned = super().clean()
        local, place = cleaned.get("published"), cleaned.get("zone")
        if local is None or place is None:
            return cleaned
        if local.date() < FIRST_DAY:
            self.add_error("published", "Is the year right?")
        elif local.replace(tzinfo=UTC) > timezone.now() + timedelta(days=1):
            self.add_error("published", "That is still to come. A report is entered once it is public.")
        else:
            cleaned["published_at"] = local.replace(tzinfo=place).astimezone(UTC)
        return cleaned

    def save(self, commit=True):
        self.instance.published_at = self.cleaned_data["published_at"]
        return super().save(commit)


class NewReportForm(ReportForm):
    """With where the values and the text came from."""

    taken_from = forms.JSONField(required=False, widget=forms.HiddenInput)
    came_from = forms.ChoiceField(choices=CameFrom.choices, initial=CameFrom.FORM, widget=forms.HiddenInput)
    file_name = forms.CharField(required=False, max_length=255, widget=forms.HiddenInput)
    received = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound:
            for name, source in sources(_json(self.data.get("taken_from", ""))).items():
                self.show_source(name, source)

    def clean_taken_from(self) -> dict:
        """{field: {where, words}} of the fields there are; anything else that is sent is dropped."""
        return {
            name: {"where": s.where, "words": s.words} for name, s in sources(self.cleaned_data["taken_from"]).items()
        }


# Record's names of fields to the form's, where they differ.
FORM_NAMES = {"outlet": "outlet_name", "published_at": "published"}
TAKEN = {"title", "outlet", "byline", "dateline_place", "dateline_day", "published_at", "language", "url"}


def as_words(source: Source) -> dict[str, str]:
    """What is kept of a Source with the report."""
    return {"where": source.where, "words": source.words}


def _json(sent: str):
    try:
        return json.loads(sent)
    except (ValueError, RecursionError):
        return None


def sources(sent) -> dict[str, Source]:
    """The Sources in what a form sent back, as far as they are any."""
    if not isinstance(sent, dict):
        return {}
    return {
        name: Source(str(one.get("where", ""))[:200], str(one.get("words", ""))[:500])
        for name, one in sent.items()
        if name in TAKEN and isinstance(one, dict)
    }


def published(moment: datetime | None) -> dict[str, str]:
    """The form's values for an aware moment."""
    if moment is None:
        return {}
    return {"published": moment.strftime(f"%Y-%m-%d %H:%M{':%S' if moment.second else ''}"), "zone": zone_of(moment)}
