"""The form of a claim: what a report says about an event."""

from django import forms

from tracker.lib.dates import find_dates, resolve
from tracker.negotiations.models import Negotiation
from tracker.web.names import Listing, NameField, listing, refuse_new

from ..models import Aspect, Claim, Event, EventKind
from ..state import TOOK_PLACE
from .suggested import Suggested

NEW_EVENT = [("", "is on file"), *((value, f"new: {label.lower()}") for value, label in EventKind.choices)]


def events_of(negotiation: Negotiation) -> Listing:
    """Events by title; those of one title are told apart by their number."""
    rows = list(Event.objects.filter(negotiation=negotiation))
    titles = [row.title.casefold() for row in rows]
    return listing(
        rows,
        label=lambda row: row.title if titles.count(row.title.casefold()) == 1 else f"{row.title} (no. {row.pk})",
        names=lambda row: [row.title],
    )


class ClaimForm(forms.ModelForm):
    """`event_name` gives an Event, or a NewName together with `event_kind`."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    event_name = NameField(datalist="events", what="event", label="Event", required=True, max_length=240)
    event_kind = forms.ChoiceField(choices=NEW_EVENT, required=False, label="This event")

    class Meta:
        model = Claim
        fields = ["step", "when", "place", "aspect", "value", "statement", "note"]
        widgets = {"statement": forms.NumberInput(attrs={"min": 1})}
        labels = {"aspect": "Also about", "value": "What it says of that", "statement": "Made in statement no."}
        help_texts = {"when": "Words or EDTF: “Monday”, “early January”, 2022-01-10."}

    field_order = ["event_name", "event_kind"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        report = self.instance.report
        self.events = events_of(report.negotiation)
        self.fields["event_name"].bind(self.events)
        self.fields["when"].reference = report.reference_day
        self.fields["statement"] = forms.ModelChoiceField(
            report.statements.all(),
            required=False,
            widget=forms.NumberInput(attrs={"min": 1}),
            label=self.Meta.labels["statement"],
            error_messages={"invalid_choice": "This report has no statement of that number."},
        )
        if self.instance.pk:
            self.initial |= {"version": self.instance.version, "event_name": self.instance.event_id}

    def propose(self, words: str, *, statement: str = "", when: str = "", event: str = "") -> None:
        """Start from what the words say: the first date in them. `when` (EDTF) tells which one is meant."""
        found = [date for _, _, date in find_dates(words, self.instance.report.reference_day)]
        meant = next((date for date in found if date.edtf == when), found[0] if found else None)
        self.initial |= {"when": meant, "statement": statement}
        if event.isdigit() and int(event) in self.events.rows:
            self.initial["event_name"] = int(event)

    def begin_with(self, suggested: Suggested) -> None:
        """Start from what the rules suggest."""
        one = suggested.found
        self.initial |= {
            "event_name": suggested.event.pk if suggested.event else one.title,
            "event_kind": "" if suggested.event else one.kind,
            "step": one.step,
            "when": one.when,
            "place": one.place,
            "aspect": Aspect.DURATION if one.duration else "",
            "value": one.duration,
            "statement": suggested.statement,
        }

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("event_kind"):
            refuse_new(self, "event_name", "Choose one that exists, or say what kind of new event this is.")
        when = cleaned.get("when")
        if when and when.words and cleaned.get("step") not in TOOK_PLACE:
            # "Monday" is the next one where the event is still to come.
            cleaned["when"] = resolve(when.words, self.instance.report.reference_day, "future") or when
        return cleaned
