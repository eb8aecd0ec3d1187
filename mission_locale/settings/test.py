"""The test suite: same code, cheap password hash, mails in memory, no network."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DJANGO_SECRET_KEY", "cle-des-tests")

from mission_locale.settings.base import *  # noqa: F403
from mission_locale.settings.base import DATABASES, INSTALLED_APPS, LOGGING

SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]
DEBUG = False
DEMO = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
INSTALLED_APPS = ["demonstration", *INSTALLED_APPS]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MFA_REQUIRED_FOR_STAFF = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_RESULT_BACKEND = "cache+memory://"
# Thousands of pages are refused on purpose: a line for each says nothing.
LOGGING["loggers"]["django.request"] = {"level": "ERROR"}
# Nothing is remembered from one test to the next.
MEMOIRE_SECONDES = 0
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True

# A file, not memory: threads and processes of the concurrency tests see a real SQLite. One name per run, so that two
# runs on one machine do not meet.
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": str(Path(tempfile.gettempdir()) / f"ml-test-{os.getpid()}.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_ml_{os.getpid()}"}
    DATABASES["default"]["CONN_MAX_AGE"] = 0
