"""What forms of the front desk open with, and where their records are read."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accueil.models import Evenement
from comptes import brouillons
from comptes.models import Utilisateur
from comptes.types import UtilisateurRequest
from jeunes.models import Jeune


def now_fields(now: datetime.datetime) -> dict[str, Any]:
    """Return the day and hour of a form that opens now, to the last five minutes."""
    local = timezone.localtime(now)
    return {
        "jour": local.date(),
        "heure": local.time().replace(minute=local.minute - local.minute % 5, second=0, microsecond=0),
    }


def open_draft(request: UtilisateurRequest, cle: str) -> brouillons.BrouillonOuvert:
    """Return the draft of a form; once the form is sent, what was sent counts and nothing is said to have come back."""
    if request.method == "POST":
        return brouillons.BrouillonOuvert(request.user, cle)
    return brouillons.ouvrir(request.user, cle)


def lien_evenement(user: Utilisateur, evenement: Evenement) -> str:
    """Return where somebody reads an événement: its page, or the page that asks why the file is opened."""
    if evenement.jeune is None or Jeune.objects.visible_to(user).filter(pk=evenement.jeune.pk).exists():
        return evenement.get_absolute_url()
    return reverse("jeunes:jeune-acces", kwargs={"pk": evenement.jeune_id})
