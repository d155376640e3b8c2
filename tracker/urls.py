"""All addresses: each room brings its own."""

from django.urls import include, path

from tracker.negotiations.urls import urlpatterns as negotiation_pages
from tracker.timelines.urls import negotiation_pages as first_pages

handler400 = "tracker.web.views.bad_request"
handler403 = "tracker.web.views.forbidden"
handler404 = "tracker.web.views.not_found"
handler500 = "tracker.web.views.server_error"

urlpatterns = [
    path("accounts/", include("tracker.accounts.urls")),
    path("", include("tracker.runtime.urls")),
    path("", include("tracker.web.urls")),
    path("", include("tracker.history.urls")),
    path("", include("tracker.intake.urls")),
    path("", include("tracker.reports.urls")),
    path("", include("tracker.statements.urls")),
    path("", include("tracker.events.urls")),
    path("", include("tracker.timelines.urls")),
    path("", include("tracker.sharing.urls")),
    path("", include((negotiation_pages + first_pages, "negotiations"))),
]
