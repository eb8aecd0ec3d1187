"""The application as the measures serve it."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.reglages"

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
