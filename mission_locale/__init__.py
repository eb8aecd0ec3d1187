"""The project: settings, URLs, Celery. The application is loaded here so that tasks find it."""

from mission_locale.celery import app as celery_app

__all__ = ["celery_app"]
