"""The asgi entry point of the web server."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mission_locale.settings.prod")

application = get_asgi_application()
