"""My settings, and the people of this installation."""

from allauth.account.forms import ResetPasswordForm
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from .forms import MeForm, PersonForm
from .models import User


def me(request: HttpRequest) -> HttpResponse:
    form = MeForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("me")
    return render(request, "account/me.html", {"form": form}, status=422 if form.errors else 200)


def people(request: HttpRequest) -> HttpResponse:
    _administrators_only(request)
    return render(request, "account/people.html", {"people": User.objects.order_by("-is_active", "name", "email")})


def person(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add a person (they are sent a link to set their password) or change one."""
    _administrators_only(request)
    instance = get_object_or_404(User, pk=pk) if pk else None
    form = PersonForm(request.POST or None, instance=instance, by=request.user)
    if request.method == "POST" and form.is_valid():
        changed = form.save(commit=False)
        if instance is None:
            changed.set_unusable_password()
        changed.save()
        if instance is None:
            _invite(request, changed)
        messages.success(request, f"{changed} is saved.")
        return redirect("people")
    return render(
        request, "account/person.html", {"form": form, "person": instance}, status=422 if form.errors else 200
    )


def _administrators_only(request: HttpRequest) -> None:
    if not request.user.may_administer:
        raise PermissionDenied("People are managed by administrators.")


def _invite(request: HttpRequest, person: User) -> None:
    """Mail the person a link by which they set their password."""
    form = ResetPasswordForm({"email": person.email})
    if form.is_valid():
        form.save(request)
        messages.info(request, f"{person.email} was sent a link to set a password.")
