"""The form of a statement: the statement itself, its relays, tracks and positions."""

from django import forms
from django.forms import formset_factory

from tracker.negotiations.models import Kind
from tracker.negotiations.models.track import TrackKind
from tracker.statements.models import Stance, Statement
from tracker.web.names import NameField, refuse_new

from .registry import Registry

EXISTING = ("", "is on file")
NEW_ACTOR = [EXISTING, *((value, f"new: {label.lower()}") for value, label in Kind.choices)]
NEW_TRACK = [EXISTING, *((value, f"new: {label}") for value, label in TrackKind.choices)]
ROWS = 20  # of relays, tracks and positions at most


class StatementForm(forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    speaker_name = NameField(datalist="actors", what="actor", label="Speaker")
    speaker_kind = forms.ChoiceField(choices=NEW_ACTOR, required=False, label="This actor")
    addressee_name = NameField(datalist="actors", what="actor", label="Addressee")

    class Meta:
        model = Statement
        fields = [
            "speaker_words", "basis", "addressee_words", "venue", "said_on", "act", "form", "certainty", "summary", "answers",
            "original_text", "translation",
        ]  # fmt: skip
        widgets = {
            "original_text": forms.Textarea(attrs={"rows": 2}),
            "translation": forms.Textarea(attrs={"rows": 2}),
            "answers": forms.NumberInput(attrs={"min": 1}),
        }
        labels = {"answers": "Answers statement no."}
        help_texts = {"said_on": "Words or EDTF: “Thursday”, “early January”, 2021-12-23.", "answers": ""}

    field_order = [
        "speaker_name",
        "speaker_kind",
        "speaker_words",
        "basis",
        "said_on",
        "act",
        "form",
        "certainty",
        "summary",
    ]

    def __init__(self, *args, registry: Registry | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.registry = registry or Registry(self.instance.negotiation)
        statement = self.instance
        self.initial |= {"version": statement.version}
        self.initial |= {"speaker_name": statement.speaker_id, "addressee_name": statement.addressee_id}
        self.fields["said_on"].reference = statement.report.reference_day
        self.fields["answers"] = forms.ModelChoiceField(
            Statement.objects.filter(negotiation=statement.negotiation).exclude(pk=statement.pk),
            required=False,
            widget=forms.NumberInput(attrs={"min": 1}),
            label="Answers statement no.",
            error_messages={"invalid_choice": "There is no other statement of that number here."},
        )
        for name in ("speaker_name", "addressee_name"):
            self.fields[name].bind(self.registry.actors)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("speaker_kind"):
            refuse_new(self, "speaker_name", "Choose one that exists, or say what kind of new actor this is.")
        refuse_new(self, "addressee_name", "Enter it as the words used for the addressee instead.")
        return cleaned


class RelayForm(forms.Form):
    relay = forms.CharField(
        max_length=200, required=False, label="Relayed by", widget=forms.TextInput(attrs={"list": "outlets"})
    )

    def clean_relay(self):
        return " ".join(self.cleaned_data["relay"].split())


class RegistryForm(forms.Form):
    """A row in which names are typed."""

    listings: dict[str, str] = {}  # field to the registry's listing

    def __init__(self, *args, registry: Registry, **kwargs):
        super().__init__(*args, **kwargs)
        for name, which in self.listings.items():
            self.fields[name].bind(getattr(registry, which))


class TrackForm(RegistryForm):
    track = NameField(datalist="tracks", what="track", label="Track")
    reason = forms.CharField(
        max_length=300,
        required=False,
        label="Because of",
        widget=forms.TextInput({"placeholder": "a word of the text, or a note"}),
    )
    kind = forms.ChoiceField(choices=NEW_TRACK, required=False, label="This track")
    listings = {"track": "tracks"}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("track") and not cleaned.get("reason"):
            self.add_error("reason", "Say why: a word of the text, or a note.")
        if not cleaned.get("kind"):
            refuse_new(self, "track", "Choose one that exists, or say what kind of new track this is.")
        return cleaned


class PositionForm(RegistryForm):
    on = NameField(datalist="matters", what="issue or article", label="On issue or article")
    new_issue = forms.BooleanField(required=False, label="new issue")
    holder = NameField(datalist="actors", what="actor", label="Held by")
    stance = forms.ChoiceField(choices=[("", "—"), *Stance.choices], required=False)
    condition = forms.CharField(max_length=400, required=False)
    listings = {"holder": "actors"}

    def __init__(self, *args, registry: Registry, **kwargs):
        super().__init__(*args, registry=registry, **kwargs)
        self.fields["on"].bind(registry.matters)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("on"):
            if cleaned.get("stance"):
                self.add_error("on", "On which issue or article?")
            return cleaned
        if not cleaned.get("stance"):
            self.add_error("stance", "Which stance? Leave the issue empty if there is none.")
        if cleaned.get("stance") == Stance.CONDITIONAL and not cleaned.get("condition"):
            self.add_error("condition", "A conditional position needs its condition in words.")
        if not cleaned.get("new_issue"):
            refuse_new(self, "on", "Choose one that exists, or tick “new issue”.")
        refuse_new(self, "holder", "Save the statement with a new speaker first, or enter the actor under Actors.")
        return cleaned


RelayFormSet = formset_factory(RelayForm, extra=1, max_num=ROWS, absolute_max=ROWS)
TrackFormSet = formset_factory(TrackForm, extra=1, max_num=ROWS, absolute_max=ROWS)
PositionFormSet = formset_factory(PositionForm, extra=1, max_num=ROWS, absolute_max=ROWS)


class StatementForms:
    """The form and its three lists, together valid or not. `offered`: see `_offered`."""

    def __init__(self, statement: Statement, data=None, registry: Registry | None = None, offered: dict | None = None):
        self.statement = statement
        self.registry = registry or Registry(statement.negotiation)
        more = {"form_kwargs": {"registry": self.registry}}
        self.form = StatementForm(data, instance=statement, registry=self.registry)
        self.relays = RelayFormSet(data, prefix="relay", initial=self._relays())
        self.tracks = TrackFormSet(data, prefix="track", initial=self._tracks(), **more)
        self.positions = PositionFormSet(
            data, prefix="position", initial=self._positions() + self._offered(offered), **more
        )

    def _relays(self) -> list[dict]:
        return [{"relay": str(relay)} for relay in self.statement.relays.all()]

    def _tracks(self) -> list[dict]:
        return [{"track": link.track_id, "reason": link.reason} for link in self.statement.track_links.all()]

    def _positions(self) -> list[dict]:
        return [
            {
                "on": position.issue or position.provision,
                "holder": position.holder_id,
                "stance": position.stance,
                "condition": position.condition,
            }
            for position in self.statement.positions.select_related("issue", "provision__of_version__proposal")
        ]

    def _offered(self, offered: dict | None) -> list[dict]:
        """A position to begin with: {"issue" or "provision": key, "stance": value}, as addresses give it."""
        for kind in ("issue", "provision"):
            key = (offered or {}).get(kind, "")
            row = getattr(self.registry, f"{kind}s").rows.get(int(key)) if key.isdigit() else None
            if row:
                return [{"on": row, "stance": offered.get("stance", "")}]
        return []

    @property
    def more_is_open(self) -> bool:
        """Whether the rarely used part holds something, or an error."""
        kept = self.statement
        filled = kept.addressee_id or kept.addressee_words or kept.venue or kept.original_text or kept.translation
        return bool(filled or kept.answers_id or self.relays.total_error_count() or self.form.errors)

    def is_valid(self) -> bool:
        # Each is asked, so that all errors are shown at once.
        verdicts = [part.is_valid() for part in (self.form, self.relays, self.tracks, self.positions)]
        return all(verdicts) and self._positions_are_held()

    def _positions_are_held(self) -> bool:
        """A position is somebody's: of the holder named, or else of the speaker's party."""
        if self.form.cleaned_data["speaker_name"]:
            return True
        unheld = [
            form for form in self.positions if form.cleaned_data.get("on") and not form.cleaned_data.get("holder")
        ]
        for form in unheld:
            form.add_error("holder", "Held by whom? The statement has no speaker to take it from.")
        return not unheld

    def rows(self, formset, name: str) -> list[dict]:
        """The rows of a valid list in which the field `name` was filled in."""
        return [row for row in formset.cleaned_data if row.get(name)]
