"""Settings of the measures: production's middleware and storage of sessions, without TLS and without a mail server."""

from mission_locale.settings.base import *  # noqa: F403

SECRET_KEY = "cle-des-mesures-qui-ne-sert-qu-a-elles"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "bench.urls"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
WHITENOISE_AUTOREFRESH = True
