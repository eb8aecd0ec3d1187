"""Who came, and how: what makes of a sign-up a fact that is counted."""

import datetime
import uuid
from collections.abc import Collection, Mapping

from django.db import transaction

from participation.choix import Presence, TypeParticipation
from participation.models import Inscription, Seance
from participation.services.invitations import copy_presences
from participation.services.places import lock_seance

Presences = dict[uuid.UUID, str]


class PresenceRefusee(Exception):
    """Presences cannot be written down for this séance now; the message is shown."""


@transaction.atomic
def record_presences(*, seance: Seance, presences: Mapping[uuid.UUID, str], now: datetime.datetime) -> Presences:
    """Write down who came among the confirmed; return what was written before for those that changed, to undo."""
    locked = lock_seance(seance.pk)
    if locked.annulee_le is not None:
        raise PresenceRefusee("Cette séance est annulée : personne n’y est venu.")
    if not locked.is_commencee(now=now):
        raise PresenceRefusee("Les présences se notent à partir du jour de la séance.")
    confirmed = locked.inscriptions.confirmees().filter(pk__in=presences).select_related("jeune__commune")
    changed = [inscription for inscription in confirmed if inscription.presence != presences[inscription.pk]]
    before = {inscription.pk: inscription.presence for inscription in changed}
    for inscription in changed:
        inscription.presence = presences[inscription.pk]
        # The fact happens now: the person is counted as he or she is on the day of the séance.
        if inscription.jeune is not None:
            inscription.freeze_profil(inscription.jeune, locked.jour)
    profil = ["personne", "age", "mineur", "sexe", "niveau", "commune", "epci", "qpv"]
    Inscription.objects.bulk_update(changed, ["presence", *profil], batch_size=200)
    effacees = [inscription.jeune_id for inscription in changed if inscription.jeune_id and not inscription.presence]
    copy_presences(seance=locked, effacees=effacees)
    return before


def mark_all_present(*, seance: Seance, now: datetime.datetime) -> Presences:
    """Write down as present those of whom nothing is written yet."""
    unknown = seance.inscriptions.confirmees().filter(presence="").values_list("pk", flat=True)
    return record_presences(seance=seance, presences=dict.fromkeys(unknown, Presence.PRESENT), now=now)


@transaction.atomic
def record_pilotes(*, seance: Seance, among: Collection[uuid.UUID], pilotes: Collection[uuid.UUID]) -> int:
    """
    Say who leads the séance with the team among the sign-ups that were shown; return how many changed.

    The others of them take part as collaborateurs; a sign-up that was not shown keeps what it has.
    """
    locked = lock_seance(seance.pk)
    if locked.annulee_le is not None:
        raise PresenceRefusee("Cette séance est annulée : les rôles ne changent plus.")
    shown = locked.inscriptions.confirmees().filter(pk__in=among).order_by()
    leads, joins = TypeParticipation.PILOTE, TypeParticipation.COLLABORATEUR
    named = shown.filter(pk__in=pilotes).exclude(participation=leads).update(participation=leads)
    return named + shown.exclude(pk__in=pilotes).exclude(participation=joins).update(participation=joins)
