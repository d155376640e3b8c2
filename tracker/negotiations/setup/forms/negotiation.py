"""The negotiation itself, and who may see it."""

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.negotiations.models import Member, Negotiation

from .fields import SluggedForm

RESERVED = {"new"}  # /n/new/ is the page that starts a negotiation


class NegotiationForm(SluggedForm):
    named = "title"

    class Meta:
        model = Negotiation
        fields = ("title", "summary", "visibility", "started", "ended", "slug")
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("slug") in RESERVED:
            self.add_error("slug", _("This name is taken by a page of Parley."))
        return cleaned


class MembersForm(forms.Form):
    """Who may see a restricted negotiation."""

    people = forms.ModelMultipleChoiceField(
        queryset=get_user_model().objects.filter(is_active=True).order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Members"),
    )

    def __init__(self, *args, negotiation: Negotiation, **kwargs):
        self.negotiation = negotiation
        kwargs.setdefault("initial", {"people": list(negotiation.members.values_list("user", flat=True))})
        super().__init__(*args, **kwargs)

    def save(self) -> None:
        chosen = set(self.cleaned_data["people"])
        self.negotiation.members.exclude(user__in=chosen).delete()
        for user in chosen - {member.user for member in self.negotiation.members.select_related("user")}:
            Member.objects.create(negotiation=self.negotiation, user=user)
