"""
When an address or a number is replaced, the old address hears of it a day later.

Somebody who takes over a youth's contact cannot do it in silence; the message says nothing else, since the old address
may be read by another person, or may have been a mistake.
"""

import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from jeunes.choix import CanalSur
from jeunes.models import AvisContact, Jeune

# Channels on which an e-mail puts nobody in danger.
PAR_MAIL = (CanalSur.TOUS, CanalSur.MAIL)


def plan_avis(*, jeune: Jeune, email: str, telephone: str, canal: str, now: datetime.datetime) -> AvisContact | None:
    """Plan the notice that a file just changed from these values calls for; none when mail was not a safe channel."""
    same_email = jeune.email.lower() == email.lower()
    same_telephone = not telephone or jeune.telephone == telephone
    if not email or canal not in PAR_MAIL or (same_email and same_telephone):
        return None
    due = now + datetime.timedelta(hours=settings.AVIS_CONTACT_HEURES)
    return AvisContact.objects.create(jeune=jeune, adresse=email, du_le=due)


def send_due(*, now: datetime.datetime) -> int:
    """Send the notices that are due, each once; return how many left."""
    sent = 0
    due = AvisContact.objects.filter(envoye_le=None, du_le__lte=now).order_by("du_le", "pk")
    for pk in due.values_list("pk", flat=True):
        sent += send_avis(avis_id=pk, now=now)
    return sent


@transaction.atomic
def send_avis(*, avis_id: int, now: datetime.datetime) -> bool:
    """Send one notice, unless mail has become unsafe for the youth since; a second run finds it already treated."""
    waiting = AvisContact.objects.select_for_update(of=("self",)).filter(envoye_le=None, du_le__lte=now)
    avis = waiting.select_related("jeune").filter(pk=avis_id).first()
    if avis is None:
        return False
    safe = avis.jeune.canal_sur in PAR_MAIL
    if safe:
        body = render_to_string("jeunes/messages/coordonnees.txt")
        send_mail("Vos coordonnées", body, settings.DEFAULT_FROM_EMAIL, [avis.adresse])
    # The old address is kept no longer than it serves.
    avis.envoye_le, avis.adresse = now, ""
    avis.save(update_fields=["envoye_le", "adresse"])
    return safe
