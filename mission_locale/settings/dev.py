"""Development and demo, on this machine only: nothing to set, nothing leaves it."""

import os

from mission_locale.settings.base import *  # noqa: F403
from mission_locale.settings.base import INSTALLED_APPS, VAR_DIR
from mission_locale.settings.env import env_bool

DEBUG = env_bool("DJANGO_DEBUG", "False")
DEMO = True
# A fixed key is safe here only because the demo listens on 127.0.0.1 and holds invented people.
SECRET_KEY = os.getenv("DJANGO_SECRET_KEY", "cle-de-demonstration-jamais-en-production")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
INSTALLED_APPS = ["demonstration", *INSTALLED_APPS]
MFA_REQUIRED_FOR_STAFF = env_bool("MFA_REQUIRED_FOR_STAFF", "False")
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(VAR_DIR / "messages")
WHITENOISE_USE_FINDERS = True  # no collectstatic before the demo opens
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
