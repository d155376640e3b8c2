"""Forms for a dossier's own furniture: the negotiation, its tracks, issues and actors, its members."""

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.lib.dates import UncertainDateFormField
from tracker.negotiations.models import Actor, Issue, Member, Negotiation, Party, Track, TrackStatus
from tracker.negotiations.models.track import Status
from tracker.web.names import AliasesField

RESERVED = {"new"}  # /n/new/ is the page that starts a negotiation


class VersionedForm(forms.ModelForm):
    """Carries the version of the row it was filled from, so that an edit in between is found."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version if self.instance.pk else None


class SluggedForm(VersionedForm):
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


class InNegotiationForm(SluggedForm):
    """For rows of one negotiation; `parents` are those they may stand below."""

    aliases = AliasesField(
        required=False, label=gettext_lazy("Other names"), help_text=gettext_lazy("As reports use them, one a line.")
    )

    def __init__(self, *args, negotiation: Negotiation | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if negotiation:  # else the row stands in one already
            self.instance.negotiation = negotiation
        negotiation = self.instance.negotiation
        above = self._meta.model.objects.filter(negotiation=negotiation, parent=None).exclude(pk=self.instance.pk)
        self.fields["parent"].queryset = above
        self.fields["parent"].label = _("Below")
        self.fields["parent"].empty_label = _("nothing, it stands by itself")

    def _get_validation_exclusions(self):
        # The negotiation is no field, but names must be unique within it.
        return super()._get_validation_exclusions() - {"negotiation"}


class TrackForm(InNegotiationForm):
    """With the parties, and, where the status changes, from when on."""

    parties = forms.ModelMultipleChoiceField(
        queryset=Actor.objects.parties(),
        required=False,
        label=gettext_lazy("Parties"),
        help_text=gettext_lazy("States and organisations that talk on this track."),
    )
    status = forms.ChoiceField(choices=[("", "–"), *Status.choices], required=False, label=gettext_lazy("Status"))
    since = UncertainDateFormField(
        required=False, label=gettext_lazy("Since"), help_text=gettext_lazy("For instance “10 January 2022”.")
    )

    class Meta:
        model = Track
        fields = ("name", "short_name", "kind", "parent", "summary", "aliases", "colour", "order", "slug")
        widgets = {"summary": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["parties"] = [row.actor_id for row in self.instance.parties.filter(part="party")]
            latest = self.instance.statuses.last()
            self.initial |= {"status": latest.status, "since": latest.since} if latest else {}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("status") and not cleaned.get("since") and "since" not in self.errors:
            self.add_error("since", _("Say since when, however vaguely."))
        return cleaned

    def _save_m2m(self):
        super()._save_m2m()
        self._keep_parties()
        if self.cleaned_data["status"] and {"status", "since"} & set(self.changed_data):
            TrackStatus.objects.create(
                track=self.instance, status=self.cleaned_data["status"], since=self.cleaned_data["since"]
            )

    def _keep_parties(self) -> None:
        chosen = {actor.pk for actor in self.cleaned_data["parties"]}
        standing = self.instance.parties.filter(part="party")
        standing.exclude(actor__in=chosen).delete()
        known = set(standing.values_list("actor", flat=True))
        for number, actor in enumerate(sorted(chosen - known), start=len(known)):
            Party.objects.create(track=self.instance, actor_id=actor, order=number)


class IssueForm(InNegotiationForm):
    class Meta:
        model = Issue
        fields = ("name", "short_name", "parent", "summary", "aliases", "order", "slug")
        widgets = {"summary": forms.Textarea(attrs={"rows": 2})}

    def clean_parent(self):
        parent = self.cleaned_data["parent"]
        if parent and self.instance.pk and self.instance.children.exists():
            raise ValidationError(_("It has issues below it; issues are two levels deep."))
        return parent


class ActorForm(VersionedForm):
    aliases = AliasesField(
        required=False, label=gettext_lazy("Other names"), help_text=gettext_lazy("As reports use them, one a line.")
    )

    class Meta:
        model = Actor
        fields = (
            *("kind", "name", "short_name", "distinction", "parent", "aliases"),
            *("iso_code", "wikidata_id", "note"),
        )
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Actor.objects.exclude(kind__in=["person", "unnamed"]).exclude(
            pk=self.instance.pk
        )
        self.fields["parent"].label = _("Belongs to")
        self.fields["parent"].help_text = _("For instance the state of a ministry. A person’s office is a role.")


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
