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
from participation.models import Inscription, Seance, SeanceQuerySet

SEND_MESSAGE = "participation.tasks.send_message"


def lock_seance(seance_id: uuid.UUID, *, among: SeanceQuerySet | None = None) -> Seance:
    """
    Return the séance as it is now, locked until the end of the transaction (SQLite: IMMEDIATE locks already).

    Raise Seance.DoesNotExist when it is not among those that the person may see.
    """
    seances = Seance.objects.all() if among is None else among
    return seances.select_for_update().get(pk=seance_id)


def arrive(locked: Seance) -> bool:
    """
    Number one more arrival on a locked séance, and give it a place if there is one; return whether it got it.

    One UPDATE: the lock makes the answer true, and the CHECK would refuse a place too many whatever the lock.
    """
    got_place = not locked.is_complete
    locked.dernier_rang += 1
    Seance.objects.filter(pk=locked.pk).update(
        dernier_rang=locked.dernier_rang, places_prises=F("places_prises") + int(got_place)
    )
    return got_place


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
