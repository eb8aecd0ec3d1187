"""The .ics of one youth's place: what a telephone's calendar keeps, moves and takes away."""

import datetime

from commun import agenda
from participation.models import Inscription

# Neutral on purpose: a calendar is read over a shoulder, and a title could say why somebody comes.
TITRE = "Rendez-vous"


def build_ics(inscription: Inscription, *, now: datetime.datetime, cancelled: bool = False) -> bytes:
    """Return the calendar file of a sign-up; its SEQUENCE goes up when the séance moves and when the place is left."""
    seance = inscription.seance
    evenement = agenda.EvenementAgenda(
        cle=str(inscription.pk),
        sequence=seance.version * 2 + cancelled,
        titre=TITRE,
        debut_le=seance.debut_le,
        fin_le=seance.fin_le,
        lieu=", ".join(filter(None, [seance.lieu.en_clair(), seance.lieu.adresse])),
        adresse=seance.get_absolute_url(),
        cancelled=cancelled,
    )
    return agenda.build_ics(evenement, produit="Seances", now=now)
