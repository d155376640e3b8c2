"""What several of the forms have in common."""

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.negotiations.models import Actor, Negotiation
from tracker.web.names import AliasesField, KnownNameField, Listing, listing

from ..rows import ListsForm


def aliases_of_reports() -> AliasesField:
    return AliasesField(
        required=False, label=gettext_lazy("Other names"), help_text=gettext_lazy("As reports use them, one a line.")
    )


def source_address() -> forms.URLField:
    return forms.URLField(max_length=600, required=False, assume_scheme="https", label=gettext_lazy("Source (address)"))


def actor_name(label: str, *, datalist: str = "actors", required: bool = False, help_text: str = "") -> KnownNameField:
    return KnownNameField(
        datalist=datalist,
        what=gettext_lazy("actor"),
        hint=gettext_lazy("Choose one that exists, or enter it under Actors first."),
        label=label,
        required=required,
        help_text=help_text,
    )


def all_actors() -> Listing:
    return listing(Actor.objects.all())


class SluggedForm(ListsForm):
    """A name in addresses: made from the name where it is left empty."""

    named = "name"
    slug = forms.SlugField(
        max_length=80,
        required=False,
        label=gettext_lazy("Name in addresses"),
        help_text=gettext_lazy("Small letters, digits and hyphens. Left empty, it is made from the name."),
    )

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("slug") and "slug" not in self.errors and cleaned.get(self.named):
            cleaned["slug"] = slugify(cleaned[self.named])[:80].strip("-")
            if not cleaned["slug"]:
                self.add_error("slug", _("No name for addresses can be made from these letters: write one."))
        return cleaned


class InNegotiationForm(SluggedForm):
    """For rows of one negotiation, given for those not yet saved."""

    aliases = aliases_of_reports()

    def __init__(self, *args, negotiation: Negotiation | None = None, **kwargs):
        self.negotiation = negotiation or kwargs["instance"].negotiation
        super().__init__(*args, **kwargs)
        self.instance.negotiation = self.negotiation

    def _get_validation_exclusions(self):
        # The negotiation is no field, but names must be unique within it.
        return super()._get_validation_exclusions() - {"negotiation"}


class BelowForm(InNegotiationForm):
    """For rows that may stand below another of their kind."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        above = self._meta.model.objects.filter(negotiation=self.negotiation, parent=None).exclude(pk=self.instance.pk)
        self.fields["parent"].queryset = above
        self.fields["parent"].label = _("Below")
        self.fields["parent"].empty_label = _("nothing, it stands by itself")
        if not self.instance.pk:  # last, unless another place is written
            self.initial["order"] = self._meta.model.objects.filter(negotiation=self.negotiation).count()
