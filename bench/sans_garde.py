"""
Sign-up with its guard taken out: "count the places, then insert", as one writes it when nothing is held.

Never used by the application: the tests and the storm of `bench/inscriptions.py` run it to prove that they would see
a séance sold twice.
"""

import datetime
import time
import uuid
from functools import partial

from comptes.models import Utilisateur
from jeunes.models import Jeune
from participation.choix import OrigineInscription, StatutInscription, TypeParticipation
from participation.models import Inscription, Seance

think = partial(time.sleep, 0.01)


def register_jeune(
    *,
    jeune: Jeune,
    seance_id: uuid.UUID,
    by: Utilisateur,
    now: datetime.datetime,
    origine: str = OrigineInscription.EN_LIGNE,
    participation: str | None = None,
) -> Inscription:
    """Read how many places are left, think for a hundredth of a second, then insert."""
    seance = Seance.objects.get(pk=seance_id)
    free = seance.inscriptions.confirmees().count() < seance.places_offertes
    rang = seance.inscriptions.count() + 1
    think()
    inscription = Inscription(
        seance=seance,
        jeune=jeune,
        statut=StatutInscription.CONFIRMEE if free else StatutInscription.EN_ATTENTE,
        rang=rang,
        origine=origine,
        participation=participation or TypeParticipation.COLLABORATEUR,
        inscrit_le=now,
        inscrit_par=by,
    )
    inscription.freeze_profil(jeune, seance.jour)
    inscription.save(force_insert=True)
    return inscription
