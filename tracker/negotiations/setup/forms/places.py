"""Where the parties talk, and about what: tracks with their parties and status, issues."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.negotiations.models import Issue, Party, Track, TrackStatus
from tracker.negotiations.models.track import PALETTE
from tracker.web.names import Listing

from ..rows import RowForm, Rows
from .fields import BelowForm, actor_name, all_actors


class PartyForm(RowForm):
    actor = actor_name(gettext_lazy("Actor"), required=True)
    head = actor_name(gettext_lazy("Head of delegation"))

    class Meta:
        model = Party
        fields = ("actor", "part", "head")


class PartyRows(Rows):
    form = PartyForm
    owner_key = "track"
    unique = ("actor", "part")
    ordered = True
    label = gettext_lazy("Parties")
    more = gettext_lazy("Another party")


class StatusForm(RowForm):
    class Meta:
        model = TrackStatus
        fields = ("status", "since", "note")
        widgets = {"since": forms.TextInput(attrs={"placeholder": gettext_lazy("early January 2022")})}


class StatusRows(Rows):
    form = StatusForm
    owner_key = "track"
    label = gettext_lazy("Status, from when on")
    more = gettext_lazy("Another status")


class TrackForm(BelowForm):
    rows = {"parties": PartyRows, "statuses": StatusRows}

    class Meta:
        model = Track
        fields = ("name", "short_name", "kind", "parent", "summary", "aliases", "colour", "order", "slug")
        widgets = {"summary": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:  # a colour that is free, while there are any
            self.initial["colour"] = self.negotiation.tracks.count() % PALETTE + 1

    def listings(self) -> dict[str, Listing]:
        return {"actors": all_actors()}

    def clean_parent(self):
        parent = self.cleaned_data["parent"]
        if parent and self.instance.pk and self.instance.children.exists():
            raise ValidationError(_("It has tracks below it, so it cannot stand below another."))
        return parent


class IssueForm(BelowForm):
    class Meta:
        model = Issue
        fields = ("name", "short_name", "parent", "summary", "aliases", "order", "slug")
        widgets = {"summary": forms.Textarea(attrs={"rows": 2})}

    def clean_parent(self):
        parent = self.cleaned_data["parent"]
        if parent and self.instance.pk and self.instance.children.exists():
            raise ValidationError(_("It has issues below it; issues are two levels deep."))
        return parent
