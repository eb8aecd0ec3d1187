"""Making, moving, opening, closing and cancelling séances."""

import datetime
import uuid
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import F

from commun.taches import enqueue_on_commit
from participation.calculs import Creneau
from participation.models import PLACES_MAXIMUM, Regroupement, Seance
from participation.services.places import SEND_MESSAGE, fill_places, lock_seance
from plans_action.faits import local_day
from plans_action.models import FicheAction
from structure.models import Conseiller, Lieu


class SeanceRefusee(Exception):
    """What is asked cannot be done to this séance; the message is shown."""


@transaction.atomic
def create_seances(
    *,
    regroupement: Regroupement,
    creneaux: Sequence[Creneau],
    lieu: Lieu,
    places: int,
    titre: str = "",
    fiche_action: FicheAction | None = None,
    animateurs: Iterable[Conseiller] = (),
    publiee_le: datetime.datetime | None = None,
) -> list[Seance]:
    """Create one séance per créneau; several of them share a series. Without a fiche, that of the regroupement."""
    serie = uuid.uuid4() if len(creneaux) > 1 else None
    seances = Seance.objects.bulk_create(
        Seance(
            regroupement=regroupement,
            titre=titre,
            debut_le=creneau.debut_le,
            fin_le=creneau.fin_le,
            jour=local_day(creneau.debut_le),
            lieu=lieu,
            fiche_action=fiche_action or regroupement.fiche_action,
            places=places,
            publiee_le=publiee_le,
            serie=serie,
        )
        for creneau in creneaux
    )
    link = Seance.animateurs.through
    link.objects.bulk_create(
        link(seance_id=seance.pk, conseiller_id=animateur.pk) for animateur in list(animateurs) for seance in seances
    )
    return seances


@transaction.atomic
def update_seance(
    *,
    seance: Seance,
    debut_le: datetime.datetime,
    fin_le: datetime.datetime,
    lieu: Lieu,
    places: int,
    titre: str,
    fiche_action: FicheAction | None,
    animateurs: Iterable[Conseiller],
    now: datetime.datetime,
) -> Seance:
    """Change a séance; those signed up are told when the date, the hours or the place move."""
    locked = lock_seance(seance.pk)
    if places + locked.places_en_plus < locked.places_prises:
        raise SeanceRefusee(f"{locked.places_prises} personnes ont déjà une place : il en faut au moins autant.")
    moved = (locked.debut_le, locked.fin_le, locked.lieu_id) != (debut_le, fin_le, lieu.pk)
    locked.debut_le, locked.fin_le, locked.lieu, locked.places = debut_le, fin_le, lieu, places
    locked.titre, locked.fiche_action = titre, fiche_action
    locked.version += moved
    # Named fields only: the counters belong to places.py.
    fields = ["debut_le", "fin_le", "jour", "lieu", "places", "titre", "fiche_action", "version"]
    locked.save(update_fields=fields)
    locked.animateurs.set(animateurs)
    fill_places(locked.pk, now=now)
    if moved:
        _tell_everybody(locked)
    return locked


@transaction.atomic
def overbook(*, seance: Seance, nombre: int, now: datetime.datetime) -> int:
    """Open some places above the planned number, on purpose; return how many people waiting got one."""
    locked = lock_seance(seance.pk)
    if locked.annulee_le is not None or locked.debut_le <= now:
        raise SeanceRefusee("On n’ajoute pas de places à une séance annulée ou commencée.")
    if nombre < 1 or locked.places_offertes + nombre > PLACES_MAXIMUM:
        raise SeanceRefusee(f"Ajoutez au moins 1 place, sans dépasser {PLACES_MAXIMUM} en tout.")
    Seance.objects.filter(pk=locked.pk).update(places_en_plus=F("places_en_plus") + nombre)
    return fill_places(locked.pk, now=now)


@transaction.atomic
def cancel_seance(*, seance: Seance, now: datetime.datetime) -> None:
    """Cancel a séance that has not started: the list stays as it was, and everybody on it is told."""
    locked = lock_seance(seance.pk)
    if locked.annulee_le is not None:
        return
    if locked.debut_le <= now:
        raise SeanceRefusee("Cette séance a commencé : elle ne s’annule plus.")
    Seance.objects.filter(pk=locked.pk).update(annulee_le=now)
    _tell_everybody(locked)


def publish_seance(*, seance: Seance, now: datetime.datetime) -> None:
    """Show a séance to everybody and open its sign-ups."""
    Seance.objects.filter(pk=seance.pk, publiee_le=None, annulee_le=None).update(publiee_le=now)


def close_inscriptions(*, seance: Seance, now: datetime.datetime) -> None:
    """Refuse new sign-ups; places given back still go to those who wait."""
    Seance.objects.filter(pk=seance.pk).update(inscriptions_fermees_le=now)


def reopen_inscriptions(*, seance: Seance) -> None:
    """Accept sign-ups again."""
    Seance.objects.filter(pk=seance.pk).update(inscriptions_fermees_le=None)


def _tell_everybody(seance: Seance) -> None:
    for pk in seance.inscriptions.active().order_by("rang", "pk").values_list("pk", flat=True):
        enqueue_on_commit(SEND_MESSAGE, inscription_id=str(pk))
