"""The wsgi entry point of the web server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mission_locale.settings.prod")

application = get_wsgi_application()
