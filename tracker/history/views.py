"""What changed on a row, and taking a change back."""

import pghistory
from django.apps import apps
from django.contrib import messages
from django.db import IntegrityError, models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from .editable import Editable
from .models import SetAside
from .queries import changes, history_model


def _model(label: str) -> type[Editable]:
    """The editable model of that label whose rows say who may see them; 404 for any other."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        raise Http404(label) from None
    if not issubclass(model, Editable) or not hasattr(model._default_manager, "visible_to"):
        raise Http404(label)
    return model


def _row(request: HttpRequest, label: str, pk: int) -> tuple[type[Editable], models.Model]:
    """Row that the team may look into; what it once said is not shown outside of the team."""
    if not request.user.is_team:
        raise Http404
    model = _model(label)
    return model, get_object_or_404(model._default_manager.visible_to(request.user), pk=pk)


def history(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    model, row = _row(request, label, pk)
    may_undo = model._default_manager.editable_by(request.user).filter(pk=pk).exists()
    found = changes(row, _parts(model))
    own = [change for change in found if change.model == model._meta.label_lower]
    # The row's earlier states can be brought back; its newest is what stands.
    undoable = {change.event_id for change in own[1:]} if may_undo else set()
    context = {"row": row, "label": model._meta.label_lower, "changes": found, "undoable": undoable}
    return render(request, "history/history.html", context)


def _parts(model: type[Editable]) -> list[tuple[type[models.Model], str]]:
    relations = [model._meta.get_field(name) for name in model.history_parts]
    return [(relation.related_model, relation.field.name) for relation in relations]


@require_POST
def restore(request: HttpRequest, label: str, pk: int, event: int) -> HttpResponse:
    """Put the row back to the state recorded as `event`; that is a change like any other, and recorded."""
    model, row = _row(request, label, pk)
    if not model._default_manager.editable_by(request.user).filter(pk=pk).exists():
        return render(request, "403.html", {"reason": "You may read this, but not change it."}, status=403)
    recorded = get_object_or_404(history_model(model), pgh_id=event, pgh_obj_id=pk)
    try:
        with (
            transaction.atomic(),
            pghistory.context(why=f"Back to the state of {recorded.pgh_created_at:%d %b %Y, %H:%M} UTC"),
        ):
            recorded.revert()
    except IntegrityError as error:
        messages.error(request, f"That state cannot be brought back: {str(error.__cause__).splitlines()[0]}")
    else:
        messages.success(request, "Brought back as it was then.")
    return redirect("history:object", label=label, pk=row.pk)


def set_aside(request: HttpRequest) -> HttpResponse:
    """What I wrote while somebody else was quicker."""
    return render(request, "history/set_aside.html", {"kept": SetAside.objects.of(request.user)[:200]})


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(SetAside.objects.of(request.user), pk=pk).delete()
    messages.success(request, "Thrown away.")
    return redirect("history:set_aside")
