"""Who made a change, why, and in which request: written into every history row of the request."""

import pghistory

WRITING = {"POST", "PUT", "PATCH", "DELETE"}


class HistoryMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in WRITING:
            return self.get_response(request)
        context = {
            "user": request.user.pk,
            "path": request.path,
            "request": getattr(request, "request_id", ""),
        }
        if why := request.POST.get("why", "").strip()[:500]:
            context["why"] = why
        with pghistory.context(**context):
            return self.get_response(request)
