"""
The places of a séance: the only module that changes `places_prises`.

The séance row is always locked first, then its inscriptions. Between two transactions a place is free only when nobody
waits: every act that frees or opens places fills them from the waiting list before it commits. This is why somebody new
cannot pass before those who wait.
"""

import datetime
import uuid

from django.db.models import F

from commun.taches import enqueue_on_commit
from participation.choix import StatutInscription
from participation.models import Inscription, Seance

SEND_MESSAGE = "participation.tasks.send_message"


# Lock, number, give the place and read, in one statement: everybody who arrives waits for this row. RETURNING knows new
# values only, so the UPDATE writes down whether this arrival found a place. The same text for PostgreSQL and SQLite.
ARRIVEE = """
UPDATE participation_seance
SET dernier_rang = dernier_rang + 1,
    places_prises = places_prises + CASE WHEN places_prises < places + places_en_plus THEN 1 ELSE 0 END,
    derniere_arrivee_placee = places_prises < places + places_en_plus
WHERE id = %s
RETURNING *
"""


def lock_seance(seance_id: uuid.UUID) -> Seance:
    """Return the séance as it is now, locked until the end of the transaction (SQLite: IMMEDIATE locks already)."""
    return Seance.objects.select_for_update().get(pk=seance_id)


def arrive(seance_id: uuid.UUID) -> Seance:
    """
    Number one more arrival and give it a place if there is one; return the séance as it is now, locked.

    `derniere_arrivee_placee` says whether the place was got; the CHECK would refuse one too many whatever the UPDATE.
    Raise Seance.DoesNotExist.
    """
    for seance in Seance.objects.raw(ARRIVEE, [seance_id.hex]):
        return seance
    raise Seance.DoesNotExist


def take_place(seance_id: uuid.UUID) -> bool:
    """Take one place if there is one: the UPDATE is the limit, whatever was read before."""
    free = Seance.objects.filter(pk=seance_id, places_prises__lt=F("places") + F("places_en_plus"))
    return bool(free.update(places_prises=F("places_prises") + 1))


def leave_place(seance_id: uuid.UUID, *, now: datetime.datetime) -> None:
    """Give one place back, to the first of the waiting list if there is one."""
    Seance.objects.filter(pk=seance_id).update(places_prises=F("places_prises") - 1)
    fill_places(seance_id, now=now)


def fill_places(seance_id: uuid.UUID, *, now: datetime.datetime) -> int:
    """Give the free places to those who wait, in their order of arrival; return how many got one."""
    seance = Seance.objects.get(pk=seance_id)
    if seance.annulee_le is not None or seance.places_libres == 0:
        return 0
    waiting = Inscription.objects.filter(seance_id=seance_id).en_attente()
    promoted = list(waiting.values_list("pk", flat=True)[: seance.places_libres])
    if promoted:
        Inscription.objects.filter(pk__in=promoted).update(statut=StatutInscription.CONFIRMEE, promue_le=now)
        Seance.objects.filter(pk=seance_id).update(places_prises=F("places_prises") + len(promoted))
        for pk in promoted:
            enqueue_on_commit(SEND_MESSAGE, inscription_id=str(pk))
    return len(promoted)
