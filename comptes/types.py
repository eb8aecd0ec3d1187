"""Types that views share."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from comptes.models import Utilisateur


class UtilisateurRequest(HttpRequest):
    """A request past the access middleware: somebody is signed in."""

    user: Utilisateur  # type: ignore[assignment]
    htmx: HtmxDetails
