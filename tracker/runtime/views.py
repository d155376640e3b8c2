from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tracker.runtime import health


@never_cache
@login_not_required
@require_safe
def livez(request: HttpRequest) -> JsonResponse:
    """The process answers. No database is asked."""
    return JsonResponse({"status": "alive"})


@never_cache
@login_not_required
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when requests and jobs will be served, else 503 with the reasons."""
    reasons = health.problems()
    status = "not ready" if reasons else "ready"
    return JsonResponse({"status": status, "reasons": reasons}, status=503 if reasons else 200)
