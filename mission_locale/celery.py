"""The Celery application: one worker code path, whatever the broker."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mission_locale.settings.dev")

app = Celery("mission_locale")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
