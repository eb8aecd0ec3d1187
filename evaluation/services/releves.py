"""Write readings: add, correct with a reason, withdraw; the figures that they make follow at once."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction

from comptes.models import Utilisateur
from evaluation.choix import Agregation
from evaluation.models import Calcul, ReglageReleve, Releve, ValeurIndicateur
from evaluation.projets import periodes_suivies
from evaluation.releves import reglage_de
from evaluation.services.calcul import LOT
from evaluation.services.valeurs import compute_values
from plans_action.models import Indicateur, ProjetAssociatif

VALEUR_MAXIMUM = Decimal(10) ** 11
CHAMPS = ["etat", "valeur", "numerateur", "denominateur", "mesure", "mesure_version", "calcule_le"]


class ReleveRefuse(Exception):
    """Why a reading is not written; shown as it is."""


@dataclass(frozen=True)
class Lu:
    """A number to write: of which indicateur, on which day, read where, proved by what."""

    indicateur: Indicateur
    jour: datetime.date
    valeur: Decimal
    source: str = ""
    preuve_lien: str = ""
    preuve: str = ""


def check(lu: Lu, *, today: datetime.date) -> None:
    """Refuse a number that its indicateur cannot have."""
    reglage = reglage_de(lu.indicateur)
    if lu.jour > today:
        raise ReleveRefuse("Ce jour n’est pas encore venu.")
    if abs(lu.valeur) >= VALEUR_MAXIMUM:
        raise ReleveRefuse("Ce nombre est trop grand.")
    if lu.valeur < 0:
        raise ReleveRefuse("Un relevé ne peut pas être négatif.")
    if reglage.unite == "%" and lu.valeur > 100:
        raise ReleveRefuse("Une part ne dépasse pas 100 %.")
    if lu.valeur != lu.valeur.quantize(Decimal(1).scaleb(-reglage.decimales)):
        chiffres = ("un nombre entier", "un seul chiffre après la virgule", "deux chiffres après la virgule au plus")
        raise ReleveRefuse(f"Écrivez {chiffres[reglage.decimales]}.")


@transaction.atomic
def write_releves(
    *, lus: Sequence[Lu], by: Utilisateur, motif: str, today: datetime.date, now: datetime.datetime
) -> tuple[int, int]:
    """
    Write numbers, each correcting the reading of the same day when there is one.

    Return how many were added and how many corrected; what is the same already is left alone.
    """
    for lu in lus:
        check(lu, today=today)
    # The rows of the indicateurs are the lock: two people who paste the same month do not meet half-way.
    cles = sorted({lu.indicateur.pk for lu in lus}, key=str)
    list(Indicateur.objects.select_for_update().filter(pk__in=cles).order_by("pk").values_list("pk", flat=True))
    connus = {
        (releve.indicateur_id, releve.jour): releve
        for releve in Releve.objects.valables().filter(indicateur__in=cles, jour__in={lu.jour for lu in lus})
    }
    ajoutes = corriges = 0
    for lu in lus:
        releve = connus.get((lu.indicateur.pk, lu.jour))
        if releve is None:
            releve = Releve(indicateur=lu.indicateur, jour=lu.jour, valeur=lu.valeur, saisi_par=by, saisi_le=now)
            connus[lu.indicateur.pk, lu.jour] = releve
            _fill(releve, lu)
            _save(releve, by=by, now=now, motif="")
            ajoutes += 1
        elif _differs(releve, lu):
            _fill(releve, lu)
            _save(releve, by=by, now=now, motif=motif)
            corriges += 1
    refresh_values([lu.indicateur for lu in lus], today=today, now=now)
    return ajoutes, corriges


def _differs(releve: Releve, lu: Lu) -> bool:
    """Tell whether a number says something new of a reading; an empty text takes nothing away."""
    said = [(releve.source, lu.source), (releve.preuve_lien, lu.preuve_lien), (releve.preuve, lu.preuve)]
    return releve.valeur != lu.valeur or any(new and new != old for old, new in said)


def _fill(releve: Releve, lu: Lu) -> None:
    releve.valeur = lu.valeur
    releve.source = lu.source or releve.source or reglage_de(lu.indicateur).source
    releve.preuve_lien = lu.preuve_lien or releve.preuve_lien
    releve.preuve = lu.preuve or releve.preuve


def _save(releve: Releve, *, by: Utilisateur, now: datetime.datetime, motif: str) -> None:
    """Save with a line of history: who, when, why."""
    releve._history_user = by  # type: ignore[attr-defined]
    releve._history_date = now  # type: ignore[attr-defined]
    releve._change_reason = motif or None  # type: ignore[attr-defined]
    releve.save()


@transaction.atomic
def correct_releve(
    *, releve: Releve, lu: Lu, motif: str, by: Utilisateur, today: datetime.date, now: datetime.datetime
) -> Releve:
    """Correct a reading, its day included; the former one stays in the history with the reason."""
    check(lu, today=today)
    releve.jour = lu.jour
    releve.valeur, releve.source = lu.valeur, lu.source
    releve.preuve_lien, releve.preuve = lu.preuve_lien, lu.preuve
    try:
        with transaction.atomic():
            _save(releve, by=by, now=now, motif=motif)
    except IntegrityError:
        raise ReleveRefuse("Un autre relevé existe déjà pour ce jour : corrigez-le plutôt.") from None
    refresh_values([releve.indicateur], today=today, now=now)
    return releve


@transaction.atomic
def withdraw_releve(
    *, releve: Releve, motif: str, by: Utilisateur, today: datetime.date, now: datetime.datetime
) -> None:
    """Make a reading count no more; it stays, with the reason."""
    if releve.retire_le is not None:
        return
    releve.retire_le, releve.retire_par = now, by
    _save(releve, by=by, now=now, motif=motif)
    refresh_values([releve.indicateur], today=today, now=now)


@transaction.atomic
def change_reglage(
    *,
    indicateur: Indicateur,
    agregation: Agregation,
    unite: str,
    decimales: int,
    source: str,
    by: Utilisateur,
    today: datetime.date,
    now: datetime.datetime,
) -> ReglageReleve:
    """Say how the readings of an indicateur are written and put together; its figures follow."""
    reglage = reglage_de(indicateur)
    reglage.agregation, reglage.unite, reglage.decimales, reglage.source = agregation, unite, decimales, source
    reglage._history_user = by  # type: ignore[attr-defined]
    reglage.save()
    indicateur.reglage_releve = reglage  # type: ignore[misc]
    refresh_values([indicateur], today=today, now=now)
    return reglage


def refresh_values(indicateurs: Sequence[Indicateur], *, today: datetime.date, now: datetime.datetime) -> None:
    """Replace the stored values of indicateurs, over the periods of their projet that a computation has reached."""
    par_projet: dict[uuid.UUID, list[Indicateur]] = {}
    uniques = {indicateur.pk: indicateur for indicateur in indicateurs}
    rows = Indicateur.objects.filter(pk__in=uniques)
    for pk, cle in rows.values_list("pk", "critere__fiche__objectif__objectif_general__projet"):
        if cle is not None:
            par_projet.setdefault(cle, []).append(uniques[pk])
    for projet in ProjetAssociatif.objects.filter(pk__in=par_projet, debut__lte=today):
        last = Calcul.objects.filter(projet=projet, etat="termine").order_by("-demande_le").first()
        arrete_au = max(last.arrete_au, projet.debut) if last else today
        # A number read today is said today, even if the other figures stop last night.
        arrete_au = max(arrete_au, today)
        values = compute_values(
            par_projet[projet.pk], periodes_suivies(projet, arrete_au=arrete_au).all(), arrete_au=arrete_au, now=now
        )
        ValeurIndicateur.objects.bulk_create(
            values,
            batch_size=LOT,
            update_conflicts=True,
            unique_fields=["indicateur", "debut", "fin"],
            update_fields=CHAMPS,
        )
