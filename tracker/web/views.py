"""Pages for what went wrong. Each says what happened and what to do, and keeps what was typed."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render

from tracker.web import samples


@login_not_required
def bad_request(request, exception=None):
    return render(request, "400.html", {"reason": str(exception or "")}, status=400)


@login_not_required
def forbidden(request, exception=None):
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)


@login_not_required
def not_found(request, exception=None):
    return render(request, "404.html", status=404)


@login_not_required
def server_error(request):
    return render(request, "500.html", {"request_id": getattr(request, "request_id", "")}, status=500)


@login_not_required
def csrf_failure(request, reason=""):
    """The form's token was stale (a sign-in in another tab, say). What was written is shown again, to be sent again.

    Sending again is offered to a signed-in person only: their session cookie is never sent along by a foreign site
    (SameSite=Lax), so such a form was theirs.
    """
    written = []
    if request.method == "POST" and request.user.is_authenticated:
        written = [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name != "csrfmiddlewaretoken" and "password" not in name
        ]
    return render(request, "web/csrf.html", {"written": written, "reason": reason}, status=403)


def style(request):
    """Every part of the pages in both themes: for those who build them, and for administrators."""
    if not (settings.DEBUG or request.user.may_administer):
        raise Http404
    return render(request, "web/style.html", samples.context())
