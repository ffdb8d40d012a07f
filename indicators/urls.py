"""Addresses of figures."""

from django.urls import path

from indicators.views import calendar, entry, figures, periods

app_name = "indicators"
urlpatterns = [
    path("so-lieu/", figures.figure_list, name="figure-list"),
    path("so-lieu/ho-so-tthc/", figures.procedure_statistics, name="procedure-statistics"),
    path("so-lieu/hai-long/", figures.survey_statistics, name="survey-statistics"),
    path("so-lieu/ke-khai/", figures.measurement_list, name="measurement-list"),
    path("so-lieu/ho-so-tthc/nhap/", entry.procedure_count_create, name="procedure-count-create"),
    path("so-lieu/hai-long/nhap/", entry.survey_count_create, name="survey-count-create"),
    path("so-lieu/ke-khai/<int:pk>/khoa/", entry.measurement_lock, name="measurement-lock"),
    path("so-lieu/lich/", calendar.calendar_list, name="calendar"),
    path("so-lieu/lich/them/", calendar.calendar_day_create, name="calendar-day-create"),
    path("so-lieu/lich/sao-chep/", calendar.calendar_copy, name="calendar-copy"),
    path("so-lieu/lich/<int:pk>/", calendar.calendar_day_edit, name="calendar-day-edit"),
    path("so-lieu/lich/<int:pk>/bo/", calendar.calendar_day_remove, name="calendar-day-remove"),
    path("so-lieu/ky/", periods.period_list, name="period-list"),
    path("so-lieu/ky/<int:year>/<int:month>/", periods.period_detail, name="period-detail"),
    path("so-lieu/ky/<int:year>/<int:month>/doi/", periods.period_act, name="period-act"),
    path("so-lieu/chi-so/<slug:code>/", figures.figure_detail, name="figure-detail"),
    path("so-lieu/chi-so/<slug:code>/nhap/", entry.measurement_create, name="measurement-create"),
]
