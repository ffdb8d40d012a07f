"""The site's addresses: one line for each app, the words of an address are Vietnamese without diacritics."""

from django.urls import include, path

urlpatterns = [
    # First those that hold the public surveys, where most requests go.
    path("", include("indicators.urls")),
    path("", include("core.urls")),
    path("", include("accounts.urls")),
    path("", include("campaigns.urls")),
    path("", include("scoring.urls")),
    path("", include("awards.urls")),
    path("", include("reports.urls")),
]

handler400 = "core.views.bad_request"
handler403 = "core.views.forbidden"
handler404 = "core.views.not_found"
handler500 = "core.views.server_error"
