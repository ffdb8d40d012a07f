"""Addresses of figures."""

from django.urls import path

from indicators import views

app_name = "indicators"
urlpatterns = [
    path("so-lieu/", views.figure_list, name="figure-list"),
    path("so-lieu/ho-so-tthc/", views.procedure_statistics, name="procedure-statistics"),
    path("so-lieu/hai-long/", views.survey_statistics, name="survey-statistics"),
    path("so-lieu/ke-khai/", views.measurement_list, name="measurement-list"),
    path("so-lieu/chi-so/<slug:code>/", views.figure_detail, name="figure-detail"),
    path("so-lieu/chi-so/<slug:code>/nhap/", views.measurement_create, name="measurement-create"),
]
