"""What members of a commission are told of its meetings: a date, a place, an agenda; no figure and no person."""

import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from commun import agenda
from commun.templatetags.ml import date_longue
from evaluation.models import Convocation, Reunion

SUJETS = {
    "convocation": "Réunion du {jour}",
    "changement": "Changement : réunion du {jour}",
    "annulation": "Annulée : la réunion du {jour}",
}


def message_du(convocation: Convocation) -> str:
    """Return what is to be told to somebody that `with_message_du` returned: only the last thing that happened."""
    if convocation.reunion.annulee_le is not None:
        return "annulation"
    return "changement" if convocation.version_annoncee else "convocation"


def reunion_ics(reunion: Reunion, *, now: datetime.datetime) -> tuple[bytes, str]:
    """Return the calendar file of a meeting and its method."""
    cancelled = reunion.annulee_le is not None
    evenement = agenda.EvenementAgenda(
        cle=f"reunion-{reunion.pk}",
        sequence=reunion.version * 2 + cancelled,
        titre=f"Réunion : {reunion.get_commission_display().lower()}",
        debut_le=reunion.le,
        fin_le=reunion.fin_le,
        lieu=reunion.lieu,
        adresse=reunion.get_absolute_url(),
        cancelled=cancelled,
    )
    return agenda.build_ics(evenement, produit="Commissions", now=now), evenement.method


def send_convocation_email(convocation: Convocation, *, now: datetime.datetime) -> None:
    """Convene somebody, or tell of a change or of a cancellation."""
    reunion, genre = convocation.reunion, message_du(convocation)
    jour = date_longue(reunion.le, relatif=False, heure=False, aujourdhui=now.date())
    body = render_to_string(
        f"evaluation/messages/{genre}.txt",
        {
            "convocation": convocation,
            "reunion": reunion,
            "points": list(reunion.points.prefetch_related("fiches")),
            "aujourdhui": now.date(),
            "lien": settings.SITE_URL + reunion.get_absolute_url(),
        },
    )
    mail = EmailMessage(subject=SUJETS[genre].format(jour=jour), body=body, to=[convocation.email])
    ics, method = reunion_ics(reunion, now=now)
    mail.attach("reunion.ics", ics.decode(), f'text/calendar; method={method}; charset="utf-8"')
    mail.send()
