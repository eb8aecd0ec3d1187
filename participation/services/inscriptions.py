"""Signing up for a séance, and giving the place back."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from commun.taches import enqueue_on_commit
from comptes.models import Utilisateur
from jeunes.models import Jeune
from participation.choix import OrigineInscription, Presence, StatutInscription, TypeParticipation
from participation.models import Inscription, Seance
from participation.services.invitations import copy_presences
from participation.services.places import SEND_MESSAGE, arrive, leave_place, lock_seance, take_place
from structure.models import Commune

# One text instead of a queryset whose SQL would be made anew at each tap: the making cost more than the answer.
# The same for PostgreSQL and SQLite.
PERSONNE = """
SELECT jeune.*, commune.epci_id AS epci_de_la_commune, (
    SELECT fois.participation
    FROM participation_inscription fois JOIN participation_seance ensemble ON ensemble.id = fois.seance_id
    WHERE fois.jeune_id = jeune.id AND fois.statut = %s AND ensemble.regroupement_id = (
        SELECT regroupement_id FROM participation_seance WHERE id = %s
    )
    ORDER BY ensemble.debut_le DESC, fois.id LIMIT 1
) AS derniere_participation
FROM jeunes_jeune jeune LEFT JOIN structure_commune commune ON commune.code = jeune.commune_id
WHERE jeune.compte_id = %s
"""


class InscriptionRefusee(Exception):
    """Nobody can sign up for this séance now; the message is shown."""


class DesistementRefuse(Exception):
    """It is too late to give the place back; the message is shown."""


def read_personne(*, compte: Utilisateur, seance_id: uuid.UUID) -> tuple[Jeune, str | None]:
    """
    Return the file of an account with what a sign-up freezes of it, and how the person took part last time.

    None for somebody who never came to the séance's regroupement. Raise Jeune.DoesNotExist.
    """
    wanted = [StatutInscription.CONFIRMEE, seance_id.hex, compte.pk.hex]
    rows: Iterable[Any] = Jeune.objects.raw(PERSONNE, wanted)
    for jeune in rows:
        if jeune.commune_id is not None:
            values = [jeune.commune_id, jeune.epci_de_la_commune]  # the rest of the commune is read if it is asked for
            jeune.commune = Commune.from_db(jeune._state.db, ["code", "epci_id"], values)
        return jeune, jeune.derniere_participation
    raise Jeune.DoesNotExist


def register_jeune(
    *,
    jeune: Jeune,
    seance_id: uuid.UUID,
    by: Utilisateur,
    now: datetime.datetime,
    origine: str = OrigineInscription.EN_LIGNE,
    participation: str | None = None,
) -> Inscription:
    """
    Give a jeune a place, or the waiting list when the séance is full; raise InscriptionRefusee when it is not open.

    The séance is given by its id, because what was read before the lock may be old; raise Seance.DoesNotExist when
    `by` may not see it. Who is already on the list gets the same answer again: a second tap is no error.
    `participation` is that of the last time; None for somebody who never came to this regroupement.
    """
    try:
        with transaction.atomic():
            return _register(jeune, seance_id, by, now, origine, participation or TypeParticipation.COLLABORATEUR)
    except (InscriptionRefusee, IntegrityError):
        # The constraint refuses the second tap, and the rank that it took is given back with its transaction.
        already = Inscription.objects.active().filter(seance=seance_id, jeune=jeune).first()
        if already is None:
            raise
        return already


def _register(
    jeune: Jeune, seance_id: uuid.UUID, by: Utilisateur, now: datetime.datetime, origine: str, participation: str
) -> Inscription:
    # From here to the commit nobody else acts on this séance: rank, place and row are decided together, or not at all.
    locked = arrive(seance_id)
    if not locked.is_visible_to(by):
        raise Seance.DoesNotExist
    if motif := locked.motif_fermeture(now=now):
        raise InscriptionRefusee(motif)
    inscription = Inscription(
        seance=locked,
        jeune=jeune,
        statut=StatutInscription.CONFIRMEE if locked.derniere_arrivee_placee else StatutInscription.EN_ATTENTE,
        rang=locked.dernier_rang,
        version_annoncee=locked.version,
        origine=origine,
        participation=participation,
        inscrit_le=now,
        inscrit_par=by,
    )
    inscription.freeze_profil(jeune, locked.jour)
    inscription.save(force_insert=True)
    enqueue_on_commit(SEND_MESSAGE, inscription_id=str(inscription.pk))
    return inscription


@transaction.atomic
def cancel_inscription(*, inscription: Inscription, now: datetime.datetime) -> Inscription:
    """
    Take somebody off the list; the place goes to the first who waits, in the same transaction.

    Doing it twice is no error. Raise DesistementRefuse once the séance has started.
    """
    seance = lock_seance(inscription.seance_id)
    current = Inscription.objects.get(pk=inscription.pk)
    if not current.is_active:
        return current
    if seance.debut_le <= now:
        raise DesistementRefuse("La séance a commencé : il n’est plus possible de rendre la place ici.")
    had_place = current.statut == StatutInscription.CONFIRMEE
    current.statut, current.annulee_le = StatutInscription.ANNULEE, now
    current.save(update_fields=["statut", "annulee_le"])
    if had_place:
        leave_place(seance.pk, now=now)
    enqueue_on_commit(SEND_MESSAGE, inscription_id=str(current.pk))
    return current


@transaction.atomic
def register_sur_place(
    *, jeune: Jeune, seance: Seance, by: Utilisateur, now: datetime.datetime, participation: str | None = None
) -> Inscription:
    """
    Write down somebody who came without a place, as present; a place is added on purpose when there is none left.

    Raise InscriptionRefusee before the day of the séance, or when it is cancelled.
    """
    locked = lock_seance(seance.pk)
    if locked.annulee_le is not None or not locked.is_commencee(now=now):
        raise InscriptionRefusee("On note une venue sans inscription à partir du jour de la séance.")
    current = locked.inscriptions.active().filter(jeune=jeune).first()
    has_place = current is not None and current.statut == StatutInscription.CONFIRMEE
    if not has_place and not take_place(locked.pk):
        Seance.objects.filter(pk=locked.pk).update(places_en_plus=F("places_en_plus") + 1)
        take_place(locked.pk)
    if current is None:
        rang = locked.dernier_rang + 1
        Seance.objects.filter(pk=locked.pk).update(dernier_rang=rang)
        current = Inscription(
            seance=locked, jeune=jeune, rang=rang, origine=OrigineInscription.SUR_PLACE, inscrit_le=now, inscrit_par=by
        )
        current.participation = participation or TypeParticipation.COLLABORATEUR
        # Somebody who is there needs no message.
        current.confirmation_envoyee_le = now
    current.statut, current.presence = StatutInscription.CONFIRMEE, Presence.PRESENT
    current.freeze_profil(jeune, locked.jour)
    current.save()
    copy_presences(seance=locked)
    return current


def find_chevauchements(*, inscription: Inscription) -> QuerySet[Seance]:
    """Return the other séances of the same person at the same time: allowed, but said."""
    seance = inscription.seance
    others = Inscription.objects.active().filter(jeune=inscription.jeune_id).exclude(pk=inscription.pk)
    return (
        Seance.objects.filter(
            inscriptions__in=others, annulee_le=None, debut_le__lt=seance.fin_le, fin_le__gt=seance.debut_le
        )
        .select_related("regroupement")
        .order_by("debut_le", "pk")
    )
