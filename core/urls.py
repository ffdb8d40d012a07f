"""Addresses of what every installation has: notices, background work, health."""

from django.urls import path

from core import views

app_name = "core"
urlpatterns = [
    path("thong-bao/", views.notification_list, name="notification-list"),
    path("thong-bao/da-doc/", views.notifications_mark_read, name="notifications-mark-read"),
    path("thong-bao/<int:pk>/mo/", views.notification_open, name="notification-open"),
    path("cong-viec/<uuid:pk>/", views.job_detail, name="job-detail"),
    path("healthz", views.healthz, name="healthz"),
]
