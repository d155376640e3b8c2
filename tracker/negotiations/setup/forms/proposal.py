"""Tabled texts, their versions, and the articles of a version."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.negotiations.models import Addressee, Proposal, Provision, Version
from tracker.web.names import KnownNameField, Listing, listing

from ..rows import ListsForm, RowForm, Rows
from .fields import InNegotiationForm, actor_name, all_actors, source_address


class AddresseeForm(RowForm):
    actor = actor_name(gettext_lazy("Actor"), required=True)

    class Meta:
        model = Addressee
        fields = ("actor",)


class AddresseeRows(Rows):
    form = AddresseeForm
    owner_key = "proposal"
    unique = ("actor",)
    label = gettext_lazy("Put to")
    more = gettext_lazy("Another addressee")


class ProposalForm(InNegotiationForm):
    named = "title"
    tabled_by = actor_name(gettext_lazy("Tabled by"), required=True)
    source = source_address()
    rows = {"addressees": AddresseeRows}

    class Meta:
        model = Proposal
        fields = (
            *("title", "short_title", "tabled_by", "tabled_on", "track"),
            *("summary", "source", "aliases", "slug"),
        )
        widgets = {"summary": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["track"].queryset = self.negotiation.tracks.all()
        self.fields["track"].empty_label = _("none in particular")

    def listings(self) -> dict[str, Listing]:
        return {"actors": all_actors()}


class ArticleForm(RowForm):
    issue = KnownNameField(
        datalist="issues",
        what=gettext_lazy("issue"),
        hint=gettext_lazy("Choose one that exists, or enter it under Issues first."),
        label=gettext_lazy("Issue"),
    )
    order = forms.IntegerField(
        label=gettext_lazy("Place"), required=False, min_value=0, max_value=32767, widget=forms.NumberInput
    )

    class Meta:
        model = Provision
        fields = ("number", "heading", "text", "issue", "order", "from_memory")
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}
        help_texts = {"text": "", "from_memory": ""}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial["order"] = None  # left empty, it comes last


class ArticleRows(Rows):
    form = ArticleForm
    owner_key = "of_version"
    unique = ("number",)
    ordered = True
    label = gettext_lazy("Articles")
    more = gettext_lazy("Another article")


class VersionForm(ListsForm):
    source = source_address()
    rows = {"articles": ArticleRows}

    class Meta:
        model = Version
        fields = ("number", "label", "dated", "source", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}
        labels = {"label": gettext_lazy("Name")}
        help_texts = {"label": gettext_lazy("For instance “as handed over”. Left empty, it is called by its number.")}

    def __init__(self, *args, proposal: Proposal | None = None, **kwargs):
        self.proposal = proposal or kwargs["instance"].proposal
        super().__init__(*args, **kwargs)
        self.instance.proposal = self.proposal
        if not self.instance.pk:
            self.initial["number"] = max(self.proposal.versions.values_list("number", flat=True), default=0) + 1

    def listings(self) -> dict[str, Listing]:
        return {"issues": listing(self.proposal.negotiation.issues.all())}

    def _get_validation_exclusions(self):
        # The proposal is no field, but numbers must be unique within it.
        return super()._get_validation_exclusions() - {"proposal"}
