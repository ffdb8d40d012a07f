"""Addresses of the app."""

from django.urls import URLPattern, URLResolver

from campaigns.views import plan_import

app_name = "campaigns"
urlpatterns: list[URLPattern | URLResolver] = [*plan_import.routes]
