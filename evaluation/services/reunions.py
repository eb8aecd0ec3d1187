"""Meetings of the commissions: prepared, convened, moved, cancelled, attended, written up."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from commun.taches import enqueue_on_commit
from comptes.models import Utilisateur
from evaluation.choix import PresenceReunion
from evaluation.models import Convocation, MembreCommission, PointOrdreDuJour, Reunion
from plans_action.models import FicheAction

TACHE = "evaluation.tasks.envoyer_convocation"
# What members are told of again when it changes.
ANNONCES = ("le", "lieu", "duree_minutes")


class ReunionRefusee(Exception):
    """Why a meeting cannot be changed so; shown as it is."""


class CompteRenduModifie(Exception):
    """Somebody saved the minutes since they were opened: nothing was written."""


# --- Prepare ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PointVoulu:
    """An item of the agenda as typed; without a key it is new."""

    cle: int | None
    titre: str
    duree_minutes: int | None
    fiches: tuple[UUID, ...] = ()


@transaction.atomic
def save_reunion(*, reunion: Reunion, points: list[PointVoulu], now: datetime.datetime) -> bool:
    """
    Save a meeting with its agenda, in the order given; return whether those convened will be told of a change.

    A meeting that was convened counts one more version when its day, its length or its place changes.
    """
    changed = False
    if not reunion._state.adding:
        stored = Reunion.objects.select_for_update().get(pk=reunion.pk)
        if stored.annulee_le is not None:
            raise ReunionRefusee("Cette réunion est annulée : prévoyez-en une autre.")
        if stored.convoquee_le is not None:
            reunion.commission = stored.commission
            changed = any(getattr(stored, champ) != getattr(reunion, champ) for champ in ANNONCES)
        reunion.version = stored.version + changed
        reunion.save(update_fields=["commission", "le", "lieu", "duree_minutes", "ordre_du_jour", "version"])
    else:
        reunion.save()
    _write_points(reunion, points)
    if changed:
        _tell(reunion, now=now)
    return changed


def _write_points(reunion: Reunion, points: list[PointVoulu]) -> None:
    connus = {point.pk: point for point in reunion.points.all()}
    gardes = [point.cle for point in points if point.cle in connus]
    reunion.points.exclude(pk__in=gardes).delete()
    for ordre, voulu in enumerate(points):
        point = connus.get(voulu.cle or 0) or PointOrdreDuJour(reunion=reunion)
        point.ordre, point.titre, point.duree_minutes = ordre, voulu.titre, voulu.duree_minutes
        point.save()
        point.fiches.set(FicheAction.objects.filter(pk__in=voulu.fiches))


@transaction.atomic
def move_point(*, point: PointOrdreDuJour, sens: int) -> bool:
    """Move an item of the agenda up (-1) or down (+1); return whether there was room."""
    Reunion.objects.select_for_update().get(pk=point.reunion_id)
    points = list(PointOrdreDuJour.objects.filter(reunion=point.reunion_id).order_by("ordre", "pk"))
    rang = [autre.pk for autre in points].index(point.pk)
    if not 0 <= rang + sens < len(points):
        return False
    points[rang], points[rang + sens] = points[rang + sens], points[rang]
    for ordre, autre in enumerate(points):
        autre.ordre = ordre
    PointOrdreDuJour.objects.bulk_update(points, ["ordre"])
    return True


# --- Convene ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def convene(*, reunion: Reunion, by: Utilisateur, now: datetime.datetime) -> int:
    """
    Convene every member who sits on the day of the meeting; return how many were not yet.

    Safe to ask twice: who was told is not told again, who joined the commission since is.
    """
    reunion = Reunion.objects.select_for_update().get(pk=reunion.pk)
    if reunion.annulee_le is not None:
        raise ReunionRefusee("Cette réunion est annulée : personne n’a été convoqué.")
    if reunion.le <= now:
        raise ReunionRefusee("Cette réunion est passée : personne n’a été convoqué.")
    nouveaux = register_members(reunion)
    if not reunion.convocations.exists():
        raise ReunionRefusee("Personne ne siège dans cette commission ce jour-là : ajoutez d’abord ses membres.")
    combien = reunion.convocations.filter(convoquee_le=None).update(convoquee_le=now)
    if reunion.convoquee_le is None:
        reunion.convoquee_le, reunion.convoquee_par = now, by
        reunion.save(update_fields=["convoquee_le", "convoquee_par"])
    if combien or nouveaux:
        _tell(reunion, now=now)
    return combien


def register_members(reunion: Reunion) -> int:
    """Give a row to each member who sits on the day of the meeting, with the name and address of now."""
    connus = set(reunion.convocations.values_list("membre", flat=True))
    nouveaux = [attendu for attendu in expected_members(reunion) if attendu.membre_id not in connus]
    Convocation.objects.bulk_create(nouveaux, ignore_conflicts=True)
    _follow_addresses(reunion)
    return len(nouveaux)


def expected_members(reunion: Reunion) -> list[Convocation]:
    """Return a row, not saved, for each member who sits on the day of the meeting."""
    jour = timezone.localdate(reunion.le)
    membres = MembreCommission.objects.filter(commission=reunion.commission).siegeant(on=jour).select_related("compte")
    return [
        Convocation(
            reunion=reunion,
            membre=membre,
            nom=membre.nom,
            qualite=membre.qualite,
            college=membre.college,
            voix=membre.voix,
            email=membre.adresse,
        )
        for membre in membres.order_by("college", "nom", "pk")
    ]


def _follow_addresses(reunion: Reunion) -> None:
    """Take the present address of who could not be written to so far."""
    for convocation in reunion.convocations.filter(version_annoncee=0).select_related("membre__compte"):
        if convocation.email != convocation.membre.adresse:
            convocation.email, convocation.refusee = convocation.membre.adresse, False
            convocation.save(update_fields=["email", "refusee"])


def _tell(reunion: Reunion, *, now: datetime.datetime) -> None:
    """Queue the message of each person who must be told something."""
    due = reunion.convocations.with_message_du(now=now).order_by("pk")
    for pk in due.values_list("pk", flat=True):
        enqueue_on_commit(TACHE, convocation_id=str(pk))


@transaction.atomic
def cancel_reunion(*, reunion: Reunion, motif: str, now: datetime.datetime) -> bool:
    """Cancel a meeting, and tell those who were convened; return False when it was cancelled already."""
    row = Reunion.objects.filter(pk=reunion.pk, annulee_le=None)
    if not row.update(annulee_le=now, motif_annulation=motif):
        return False
    _tell(reunion, now=now)
    return True


@transaction.atomic
def delete_reunion(*, reunion: Reunion) -> None:
    """Delete a meeting that nobody was told of; raise ReunionRefusee when somebody was."""
    reunion = Reunion.objects.select_for_update().get(pk=reunion.pk)
    if reunion.convoquee_le is not None:
        raise ReunionRefusee("Des personnes ont été convoquées : annulez la réunion, elles seront prévenues.")
    if reunion.compte_rendu or reunion.convocations.exclude(presence="").exists():
        raise ReunionRefusee("Cette réunion a un compte rendu ou des présences : elle reste dans la mémoire du projet.")
    reunion.delete()


# --- Attend and write up ----------------------------------------------------------------------------------------------


@transaction.atomic
def set_presences(*, reunion: Reunion, presences: Mapping[UUID, tuple[str, str]]) -> int:
    """Note who came, by convocation: presence and who stood in; return how many rows changed."""
    combien = 0
    for convocation in reunion.convocations.filter(pk__in=presences).order_by("pk"):
        presence, par = presences[convocation.pk]
        par = par if presence == PresenceReunion.REPRESENTE else ""
        if (convocation.presence, convocation.represente_par) != (presence, par):
            convocation.presence, convocation.represente_par = presence, par
            convocation.save(update_fields=["presence", "represente_par"])
            combien += 1
    return combien


@transaction.atomic
def save_compte_rendu(
    *, reunion: Reunion, texte: str, releves: Mapping[int, str], version: int, by: Utilisateur
) -> Reunion:
    """
    Write the minutes: the text, and what was said of each item.

    Raise CompteRenduModifie when somebody saved since `version` was read. The conditional UPDATE is the check and the
    lock at once.
    """
    row = Reunion.objects.filter(pk=reunion.pk, compte_rendu_version=version, compte_rendu_valide_le=None)
    if not row.update(compte_rendu=texte, compte_rendu_version=F("compte_rendu_version") + 1, compte_rendu_par=by):
        raise CompteRenduModifie
    for point in PointOrdreDuJour.objects.filter(reunion=reunion.pk, pk__in=releves).order_by("pk"):
        if point.releve != releves[point.pk]:
            point.releve = releves[point.pk]
            point.save(update_fields=["releve"])
    return Reunion.objects.get(pk=reunion.pk)


def validate_compte_rendu(*, reunion: Reunion, now: datetime.datetime) -> bool:
    """Close the minutes: nobody writes them any more unless they are opened again."""
    row = Reunion.objects.filter(pk=reunion.pk, compte_rendu_valide_le=None).exclude(compte_rendu_version=0)
    return bool(row.update(compte_rendu_valide_le=now))


def reopen_compte_rendu(*, reunion: Reunion) -> bool:
    """Open the minutes again."""
    row = Reunion.objects.filter(pk=reunion.pk, compte_rendu_valide_le__isnull=False)
    return bool(row.update(compte_rendu_valide_le=None))


# --- Members ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def remove_membre(*, membre: MembreCommission, today: datetime.date) -> bool:
    """End a member's seat today, or delete it when nothing remembers it; return whether it was deleted."""
    if not membre.convocations.exists():
        membre.delete()
        return True
    membre.au = max(today - datetime.timedelta(days=1), membre.du)
    membre.preside = False
    membre.save(update_fields=["au", "preside"])
    return False
