"""
What somebody wanted before signing in: kept in the session by a real POST, done by another POST once signed in.

A link cannot sign anybody up: the page that follows the sign-in only sends the form by itself when this very browser
asked for it before.
"""

import datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

CLE = "inscription_voulue"
DUREE = datetime.timedelta(hours=1)


def keep_intention(request: HttpRequest, seance: UUID, origine: str) -> None:
    """Remember which séance was wanted, and where the person came from."""
    request.session[CLE] = {"seance": str(seance), "origine": origine, "le": timezone.now().isoformat()}


def read_intention(request: HttpRequest) -> str:
    """Return the séance wanted less than an hour ago by somebody who has signed in since, or the empty string."""
    kept = request.session.get(CLE)
    if not kept or not request.user.is_authenticated:
        return ""
    recent = timezone.now() - datetime.datetime.fromisoformat(kept["le"]) < DUREE
    return str(kept["seance"]) if recent else ""


def take_intention(request: HttpRequest) -> str:
    """Forget what was wanted; return where the person came from."""
    kept = request.session.pop(CLE, None)
    return str(kept["origine"]) if kept else ""
