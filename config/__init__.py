"""The Django project: settings, addresses, servers. It names nothing of the business."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
