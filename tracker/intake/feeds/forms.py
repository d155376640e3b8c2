"""The form of a subscription."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tracker.accounts.models import Role, User
from tracker.history.forms import VersionedForm
from tracker.lib.text import one_line
from tracker.negotiations.models.negotiation import Visibility
from tracker.reports.models import Outlet
from tracker.web.names import NameField, NewName, listing

from ..fetching.addresses import target
from ..models import Feed, FeedState
from ..models.feed import LEAST_MINUTES, MOST_MINUTES
from ..record import Refused

INTERVALS = [
    (5, _("every 5 minutes")),
    (15, _("every 15 minutes")),
    (30, _("every 30 minutes")),
    (60, _("every hour")),
    (180, _("every 3 hours")),
    (720, _("twice a day")),
    (1440, _("every day")),
    (10080, _("every week")),
]


class AddressForm(forms.Form):
    """Where the feed is; it is looked at before anything is settled."""

    address = forms.URLField(
        label=_("Address of the feed"),
        max_length=1000,
        assume_scheme="https",
        help_text=_("Or of the site's page: Parley looks which feeds it names."),
        widget=forms.TextInput({"autofocus": True, "inputmode": "url", "placeholder": "https://"}),
    )


class FeedForm(VersionedForm):
    address = forms.URLField(
        label=_("Address"),
        max_length=1000,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        widget=forms.TextInput({"inputmode": "url"}),
    )
    outlet_name = NameField(
        datalist="outlets", what="outlet", label=_("Outlet"), max_length=160,
        help_text=_("Left empty: as each story says. A name not on file enters a new outlet."),
    )  # fmt: skip
    every_minutes = forms.TypedChoiceField(label=_("Looked at"), choices=INTERVALS, coerce=int, initial=30)

    class Meta:
        model = Feed
        fields = ("title", "address", "outlet_name", "every_minutes", "reviewer", "follows_links", "is_active")
        labels = {
            "follows_links": _("Fetch each story's own page"),
            "is_active": _("Look at it by itself"),
            "reviewer": _("Reviewer"),
        }
        help_texts = {
            "is_active": _("Switched off, the feed is paused: nothing is lost, and it can be looked at by hand.")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.outlets = listing(Outlet.objects.all())
        self.fields["outlet_name"].bind(self.outlets)
        self.initial.setdefault("outlet_name", self.instance.outlet_id)
        self.fields["reviewer"].queryset = who_may_review(self.instance.negotiation)
        minutes = self.instance.every_minutes
        if minutes not in dict(INTERVALS):
            words = ngettext("every minute", "every %(n)d minutes", minutes) % {"n": minutes}
            self.fields["every_minutes"].choices = [(minutes, words), *INTERVALS]

    @property
    def name_lists(self) -> list:
        return [("outlets", list(self.outlets.labels.values()))]

    def clean_title(self) -> str:
        title = one_line(self.cleaned_data["title"])
        if not title:
            raise ValidationError(_("A title needs some letters."))
        return title

    def clean_address(self) -> str:
        try:
            address = target(self.cleaned_data["address"]).address
        except Refused as refused:
            raise ValidationError(refused.reason) from refused
        others = Feed.objects.filter(negotiation=self.instance.negotiation, address=address)
        if other := others.exclude(pk=self.instance.pk).first():
            raise ValidationError(_("“%(title)s” is subscribed to at this address already."), params={"title": other})
        return address

    def clean_every_minutes(self) -> int:
        return min(max(self.cleaned_data["every_minutes"], LEAST_MINUTES), MOST_MINUTES)

    def save(self, commit=True):
        feed = self.instance
        chosen = self.cleaned_data["outlet_name"]
        if isinstance(chosen, NewName):
            chosen, _made = Outlet.objects.get_or_create(name=one_line(chosen.text)[:160])
        feed.outlet = chosen
        moved = "address" in self.changed_data
        saved = super().save(commit)
        state, is_new = FeedState.objects.get_or_create(feed=saved, defaults={"next_look_at": timezone.now()})
        if moved and not is_new:
            FeedState.objects.filter(pk=state.pk).update(
                etag="", last_modified="", failures=0, problem="", next_look_at=timezone.now()
            )
        elif not is_new and {"every_minutes", "is_active", "follows_links"} & set(self.changed_data):
            # What was read before is read again: another setting may find more in it.
            FeedState.objects.filter(pk=state.pk).update(etag="", last_modified="", next_look_at=timezone.now())
        return saved


def who_may_review(negotiation):
    """Those who may code in the negotiation."""
    roles = [Role.RESEARCHER, Role.REVIEWER, Role.ADMINISTRATOR]
    people = User.objects.filter(is_active=True, role__in=roles).order_by("name")
    if negotiation.visibility == Visibility.RESTRICTED:
        members = negotiation.members.values("user")
        people = people.filter(Q(pk__in=members) | Q(role=Role.ADMINISTRATOR))
    return people
