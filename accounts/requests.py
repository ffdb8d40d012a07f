"""The request as the middleware hands it to views."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import Unit, User


class PortalRequest(HttpRequest):
    """Only for annotations: what ``accounts.middleware`` and django-htmx add to every request."""

    user: User
    centre: Unit | None
    centres: list[Unit]
    year: int
    htmx: HtmxDetails
