"""What somebody who coordinates fiches is told of their dates: titles of fiches and steps, no person."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from commun.templatetags.ml import pluriel
from comptes.models import Utilisateur
from plans_action.echeancier import Repere


@dataclass(frozen=True)
class Annonce:
    """A date to tell, and why it comes to somebody who does not coordinate the fiche."""

    repere: Repere
    raison: str = ""

    @property
    def adresse(self) -> str:
        """Return the whole address of its place in the fiche."""
        return settings.SITE_URL + self.repere.lien


def send_rappels_email(
    *, compte: Utilisateur, annonces: Sequence[Annonce], retards: int, jeton: str, today: datetime.date
) -> None:
    """Send the dates of a day to somebody, in one message, with the link that stops them."""
    arreter = settings.SITE_URL + reverse("plans_action:rappel-arreter", kwargs={"jeton": jeton})
    nombre = len(annonces)
    body = render_to_string(
        "plans_action/messages/rappels.txt",
        {
            "compte": compte,
            "siennes": [annonce for annonce in annonces if not annonce.raison],
            "orphelines": [annonce for annonce in annonces if annonce.raison],
            "retards": retards,
            "aujourdhui": today,
            "lien": settings.SITE_URL + reverse("plans_action:mes-echeances"),
            "lien_reglages": settings.SITE_URL + reverse("plans_action:rappel-reglages"),
            "lien_arreter": arreter,
        },
    )
    sujet = f"Rappel : {pluriel(nombre, 'date approche', 'dates approchent')} dans vos fiches-action"
    EmailMessage(subject=sujet, body=body, to=[compte.email], headers={"List-Unsubscribe": f"<{arreter}>"}).send()
