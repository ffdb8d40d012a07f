"""Addresses of the app."""

from django.urls import URLPattern, URLResolver, path

from reports.views import documents, home, posters

app_name = "reports"

document_urls: list[URLPattern | URLResolver] = [
    path("bao-cao/van-ban/", documents.document_list, name="document-list"),
    path("bao-cao/van-ban/<slug:kind>/<int:key>/", documents.document_preview, name="document-preview"),
    path("bao-cao/van-ban/<slug:kind>/<int:key>/pdf/", documents.document_pdf, name="document-pdf"),
    path("bao-cao/van-ban/<slug:kind>/<int:key>/soan/", documents.document_edit, name="document-edit"),
    path("bao-cao/van-ban/<slug:kind>/<int:key>/thao-tac/", documents.document_act, name="document-act"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *home.routes,
    *document_urls,
    path("so-lieu/khao-sat/<int:pk>/ap-phich.pdf", posters.survey_posters, name="survey-posters"),
    path("so-lieu/khao-sat/<int:pk>/ap-phich/in/", posters.survey_posters_print, name="survey-posters-print"),
    path("so-lieu/khao-sat/ap-phich/<uuid:pk>.pdf", posters.survey_posters_made, name="survey-posters-made"),
]
