"""Production: PostgreSQL, Redis, HTTPS behind a proxy. Refuses to start on what is missing."""

import os
from email.utils import parseaddr

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

from mission_locale.settings.base import *  # noqa: F403
from mission_locale.settings.base import DATABASES, DEFAULT_FROM_EMAIL, LOGGING
from mission_locale.settings.env import env_bool, env_int, env_list, env_required, env_url

SECRET_KEY = env_required("DJANGO_SECRET_KEY")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("DJANGO_SECRET_KEY is too short: write at least 50 random characters")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS")
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS: name the hosts, separated by commas; * is refused")
env_required("DATABASE_URL")
env_url("REDIS_URL", "redis", "rediss", "unix")
if "postgresql" not in DATABASES["default"]["ENGINE"]:
    raise ImproperlyConfigured("DATABASE_URL: production runs on PostgreSQL")

if env_bool("DJANGO_DEBUG"):
    raise ImproperlyConfigured("DJANGO_DEBUG=True: its pages show secrets; leave it out in production")
DEBUG = False
HTTPS = env_bool("HTTPS", "True")  # False only to try the production stack on one machine
SITE_URL = env_url("SITE_URL", *(["https"] if HTTPS else ["http", "https"]))
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^sante/$"]
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
MFA_REQUIRED_FOR_STAFF = True

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env_required("EMAIL_HOST")
EMAIL_PORT = env_int("EMAIL_PORT", 587, least=1, most=65_535)
EMAIL_HOST_USER = os.getenv("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.getenv("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", "True")
try:
    validate_email(parseaddr(DEFAULT_FROM_EMAIL)[1])
except ValidationError as error:
    raise ImproperlyConfigured("DEFAULT_FROM_EMAIL: write « Name <address@example.org> »") from error

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
LOGGING["handlers"]["console"]["formatter"] = "json"
LOGGING["loggers"]["django_structlog"]["level"] = "INFO"
