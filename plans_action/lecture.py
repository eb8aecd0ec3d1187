"""The plan as its readers see it: the tree of objectives and fiches, in a bounded number of queries."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from comptes.models import Utilisateur
from plans_action.choix import StatutEtape
from plans_action.models import FicheAction, ObjectifGeneral, ObjectifOperationnel, ProjetAssociatif


@dataclass
class LignePlan:
    """A fiche in the tree, with its child fiches below it."""

    fiche: FicheAction
    enfants: list["LignePlan"] = field(default_factory=list)


@dataclass
class BrancheOperationnelle:
    """An operational objective and its fiches."""

    objectif: ObjectifOperationnel
    lignes: list[LignePlan]


@dataclass
class BrancheGenerale:
    """A general objective and its operational ones."""

    objectif: ObjectifGeneral
    branches: list[BrancheOperationnelle]


@dataclass
class Arbre:
    """The whole plan; `sans_objectif` holds the fiches that nobody has placed yet."""

    branches: list[BrancheGenerale]
    sans_objectif: list[LignePlan]
    nombre_fiches: int
    etapes_faites: int
    etapes_total: int
    etapes_en_retard: int


def with_avancement(fiches: QuerySet[FicheAction], *, today: datetime.date) -> QuerySet[FicheAction]:
    """Annotate each fiche with its steps: done, counted, late. An abandoned step is not to be done."""
    pending = Q(etapes__statut__in=[StatutEtape.A_VENIR, StatutEtape.EN_COURS])
    return fiches.annotate(
        nombre_etapes=Count("etapes", filter=~Q(etapes__statut=StatutEtape.ABANDONNEE)),
        nombre_faites=Count("etapes", filter=Q(etapes__statut=StatutEtape.FAITE)),
        nombre_en_retard=Count("etapes", filter=pending & Q(etapes__echeance__lt=today)),
    )


def list_projets() -> list[ProjetAssociatif]:
    """Return the projets, the one that runs first, then the latest."""
    return list(ProjetAssociatif.objects.order_by("-actif", "-debut", "pk"))


def build_arbre(
    *, projet: ProjetAssociatif, user: Utilisateur, today: datetime.date, retenues: Q | None = None
) -> Arbre:
    """
    Return the tree of a projet: three queries, and one for who coordinates.

    `retenues` keeps some fiches only; objectives left without any are then left out.
    """
    fiches = FicheAction.objects.visible_to(user).filter(
        Q(objectif__objectif_general__projet=projet) | Q(objectif=None)
    )
    if retenues is not None:
        fiches = fiches.filter(pk__in=fiches.filter(retenues).values("pk"))
    lignes = list(
        with_avancement(fiches, today=today)
        .prefetch_related("coordinateurs")
        .order_by(F("numero").asc(nulls_last=True), "titre", "pk")
    )
    par_objectif = _group(lignes)
    operationnels: dict[int, list[ObjectifOperationnel]] = {}
    for operationnel in ObjectifOperationnel.objects.filter(objectif_general__projet=projet).select_related(
        "objectif_general"
    ):
        operationnels.setdefault(operationnel.objectif_general_id, []).append(operationnel)
    filtered = retenues is not None
    branches = [
        BrancheGenerale(
            general,
            [
                BrancheOperationnelle(operationnel, par_objectif.get(operationnel.pk, []))
                for operationnel in operationnels.get(general.pk, [])
                if not filtered or par_objectif.get(operationnel.pk)
            ],
        )
        for general in projet.objectifs.all()
    ]
    return _with_totals(
        [branche for branche in branches if branche.branches or not filtered], par_objectif.get(None, []), lignes
    )


def _group(fiches: Iterable[FicheAction]) -> dict[int | None, list[LignePlan]]:
    """Group fiches by objective; a child goes below its parent when both are under the same objective."""
    lignes = {fiche.pk: LignePlan(fiche) for fiche in fiches}
    groupes: dict[int | None, list[LignePlan]] = {}
    for ligne in lignes.values():
        parente = lignes.get(ligne.fiche.parente_id) if ligne.fiche.parente_id else None
        if parente is not None and parente.fiche.objectif_id == ligne.fiche.objectif_id and not _loops(ligne, lignes):
            parente.enfants.append(ligne)
        else:
            groupes.setdefault(ligne.fiche.objectif_id, []).append(ligne)
    return groupes


def _loops(ligne: LignePlan, lignes: dict[UUID, LignePlan]) -> bool:
    """Tell whether the chain of parents comes back to the fiche: it would then be shown nowhere."""
    seen = {ligne.fiche.pk}
    parente_id = ligne.fiche.parente_id
    while parente_id is not None and parente_id in lignes:
        if parente_id in seen:
            return True
        seen.add(parente_id)
        parente_id = lignes[parente_id].fiche.parente_id
    return False


def _with_totals(
    branches: list[BrancheGenerale], sans_objectif: list[LignePlan], fiches: Iterable[FicheAction]
) -> Arbre:
    counted = [
        (fiche.nombre_faites, fiche.nombre_etapes, fiche.nombre_en_retard)  # type: ignore[attr-defined]
        for fiche in fiches
    ]
    faites, total, retard = (sum(column) for column in zip(*counted, strict=True)) if counted else (0, 0, 0)
    return Arbre(branches, sans_objectif, len(counted), faites, total, retard)
