"""What a youth is told about a sign-up, in neutral words: no subject and no text says why somebody comes."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from commun.templatetags.ml import date_longue
from participation.agenda import build_ics
from participation.choix import StatutInscription
from participation.models import Inscription


@dataclass(frozen=True)
class Message:
    """One thing to tell: its template, its subject, the columns that remember it was told, and what the .ics says."""

    gabarit: str
    sujet: str
    colonnes: tuple[str, ...]
    agenda: str = ""  # "", "place" or "annulation"


PLACE = Message("place", "Votre rendez-vous du {jour}", ("confirmation_envoyee_le",), "place")
ATTENTE = Message("attente", "Votre demande pour le {jour}", ("confirmation_envoyee_le",))
PROMOTION = Message(
    "promotion",
    "Une place s’est libérée pour le {jour}",
    ("promotion_envoyee_le", "confirmation_envoyee_le"),
    "place",
)
DEPLACEE = Message("deplacee", "Changement : votre rendez-vous du {jour}", (), "place")
DEPLACEE_ATTENTE = Message("deplacee", "Changement pour le {jour}", ())
RENDUE = Message("rendue", "C’est noté : vous ne venez pas le {jour}", ("annulation_envoyee_le",), "annulation")
ANNULEE = Message("annulee", "Annulé : le rendez-vous du {jour}", ("annulation_envoyee_le",), "annulation")


def message_du(inscription: Inscription) -> Message:
    """Return what is to be told of a sign-up that `with_message_du` returned: only the last thing that happened."""
    if not inscription.is_active:
        return RENDUE
    if inscription.seance.annulee_le is not None:
        return ANNULEE
    waiting = inscription.statut == StatutInscription.EN_ATTENTE
    if inscription.promue_le is not None and inscription.promotion_envoyee_le is None:
        return PROMOTION
    if inscription.confirmation_envoyee_le is None:
        return ATTENTE if waiting else PLACE
    return DEPLACEE_ATTENTE if waiting else DEPLACEE


def send_message(inscription: Inscription, message: Message, *, now: datetime.datetime) -> None:
    """Send one message to the address of a youth who may be written to."""
    assert inscription.jeune is not None
    seance = inscription.seance
    jour = date_longue(seance.debut_le, relatif=False, heure=False, aujourdhui=now.date())
    mail = EmailMessage(
        subject=message.sujet.format(jour=jour),
        body=render_to_string(
            f"participation/messages/{message.gabarit}.txt",
            {
                "inscription": inscription,
                "seance": seance,
                "aujourdhui": now.date(),
                "attendue": message is PROMOTION and seance.inscriptions.en_attente().exists(),
                "lien": settings.SITE_URL + seance.get_absolute_url(),
                "lien_liste": settings.SITE_URL + reverse("participation:seance-list"),
            },
        ),
        to=[inscription.jeune.email],
    )
    if message.agenda:
        cancelled = message.agenda == "annulation"
        method = "CANCEL" if cancelled else "PUBLISH"
        ics = build_ics(inscription, now=now, cancelled=cancelled)
        mail.attach("rendez-vous.ics", ics.decode(), f'text/calendar; method={method}; charset="utf-8"')
    mail.send()
