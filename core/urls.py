"""Addresses of what every installation has: notices, background work, health."""

from django.urls import path

from core import views

app_name = "core"
urlpatterns = [
    path("thong-bao/", views.notification_list, name="notification-list"),
    path("thong-bao/da-doc/", views.notifications_mark_read, name="notifications-mark-read"),
    path("thong-bao/<int:pk>/mo/", views.notification_open, name="notification-open"),
    path("cong-viec/<uuid:pk>/", views.job_detail, name="job-detail"),
    path("danh-sach/xuat/", views.list_export, name="list-export"),
    path("danh-sach/<uuid:pk>.xlsx", views.list_file, name="list-file"),
    path("danh-sach/thuc-hien/", views.list_act, name="list-act"),
    path("healthz", views.healthz, name="healthz"),
]
