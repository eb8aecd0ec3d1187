"""What every template may use besides its view's context."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from structure.models import MissionLocale


def installation(request: HttpRequest) -> dict[str, Any]:
    """Return the installed Mission Locale's name and whether this is the demo."""
    return {"nom_mission_locale": MissionLocale.current_name(), "demo": settings.DEMO}
