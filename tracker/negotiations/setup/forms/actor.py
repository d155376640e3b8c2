"""Actors and their roles."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.negotiations.models import Actor, Kind, Role
from tracker.web.names import Listing, listing

from ..rows import ListsForm, RowForm, Rows
from .fields import actor_name, aliases_of_reports, source_address

SINGLE = (Kind.PERSON, Kind.UNNAMED)  # nothing belongs to them


class RoleForm(RowForm):
    organisation = actor_name(gettext_lazy("Organisation"), datalist="organisations")
    source = source_address()

    class Meta:
        model = Role
        fields = ("post", "organisation", "started", "ended", "source")


class RoleRows(Rows):
    form = RoleForm
    owner_key = "person"
    label = gettext_lazy("Roles")
    more = gettext_lazy("Another role")


class ActorForm(ListsForm):
    parent = actor_name(
        gettext_lazy("Belongs to"),
        datalist="organisations",
        help_text=gettext_lazy("For instance the state of a ministry. A person’s office is a role."),
    )
    aliases = aliases_of_reports()
    rows = {"roles": RoleRows}

    class Meta:
        model = Actor
        fields = (
            *("kind", "name", "short_name", "distinction", "parent", "aliases"),
            *("iso_code", "wikidata_id", "note"),
        )
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def listings(self) -> dict[str, Listing]:
        return {"organisations": listing(Actor.objects.exclude(kind__in=SINGLE).exclude(pk=self.instance.pk))}

    def clean_iso_code(self):
        return self.cleaned_data["iso_code"].upper()

    def clean_wikidata_id(self):
        return self.cleaned_data["wikidata_id"].upper()

    def clean_parent(self):
        """What an actor belongs to may not belong to the actor, however far above."""
        above = parent = self.cleaned_data["parent"]
        known = self.names["organisations"].rows
        while above is not None:
            if above.parent_id == self.instance.pk and self.instance.pk:
                raise ValidationError(_("“%(name)s” belongs to it already.") % {"name": parent})
            above = known.get(above.parent_id)
        return parent

    def clean(self):
        cleaned = super().clean()
        if self.lists["roles"].kept_forms and cleaned.get("kind") not in (None, Kind.PERSON):
            self.add_error("kind", _("Only persons hold roles; remove the roles, or make this a person."))
        return cleaned
