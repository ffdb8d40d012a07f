"""Addresses of figures."""

from django.urls import path

from indicators.views import answering, calendar, entry, figures, kiosk, periods, receiving

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
    # Public: surveys without an account, at addresses short enough for a poster.
    path("ks/sw.js", receiving.worker, name="answering-worker"),
    path("ks/<slug:token>/", answering.start, name="answering"),
    path("ks/<slug:token>/phan/<int:number>/", answering.part, name="answering-part"),
    path("ks/<slug:token>/cam-on/", answering.thanks, name="answering-thanks"),
    path("ks/<slug:token>/gui/", receiving.receive, name="answering-receive"),
    path("ks/<slug:token>/ma/", receiving.check_code, name="answering-code"),
    path("ks/<slug:token>/may/", kiosk.kiosk, name="kiosk"),
    path("ks/<slug:token>/may/thoat/", kiosk.leave, name="kiosk-leave"),
]
