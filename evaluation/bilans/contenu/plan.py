"""The strategy as a bilan freezes it: objectives, fiches, steps, criteria with their figures."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from commun.mesures import DemandeInvalide, Mesure, MesureInconnue
from evaluation.bilans.canonique import texte_decimal
from evaluation.bilans.contenu.chiffres import Chiffres, figer
from evaluation.chiffres import is_cumulative, mesure_de, se_lit_en_cumul
from evaluation.models import AppreciationIndicateur, Bilan
from evaluation.moteur import Demande, describe
from plans_action.choix import StatutEtape, StatutFiche, TypeIndicateur
from plans_action.models import (
    Critere,
    Etape,
    FicheAction,
    Indicateur,
    LigneBudget,
    ObjectifGeneral,
    ObjectifOperationnel,
    Piece,
)

# Fiches that nobody decided on yet, or that were given up before they started, are not part of a bilan.
STATUTS_HORS_BILAN = (StatutFiche.IDEE, StatutFiche.PROPOSEE)


def load(bilan: Bilan) -> tuple[list[ObjectifGeneral], list[FicheAction]]:
    """Return the objectives with all that hangs below them, and the fiches without objective, in ten statements."""
    fiches = (
        FicheAction.objects.exclude(statut__in=STATUTS_HORS_BILAN)
        .prefetch_related(
            Prefetch("etapes", Etape.objects.order_by("ordre", "pk")),
            Prefetch("criteres", Critere.objects.order_by("ordre", "pk")),
            Prefetch("pieces", Piece.objects.presentes().select_related("etape")),
            Prefetch("budget", LigneBudget.objects.select_related("financeur").order_by("pk")),
            Prefetch(
                "criteres__indicateurs", Indicateur.objects.select_related("reglage_releve").order_by("ordre", "pk")
            ),
            "coordinateurs",
            "partenaires",
        )
        .order_by("numero", "titre", "pk")
    )
    objectifs = ObjectifGeneral.objects.filter(projet=bilan.projet).prefetch_related(
        Prefetch("operationnels", ObjectifOperationnel.objects.order_by("numero", "pk")),
        Prefetch("operationnels__fiches", fiches),
    )
    # A fiche without objective belongs to no projet in particular: it is read with the running one.
    hors_objectif = list(fiches.filter(objectif=None)) if bilan.projet.actif else []
    return list(objectifs.order_by("numero", "pk")), hors_objectif


def computed(
    objectifs: Iterable[ObjectifGeneral], hors_objectif: Iterable[FicheAction]
) -> Iterator[tuple[Indicateur, Mesure]]:
    """Yield the indicateurs of a loaded plan that a measure computes, with it."""
    for indicateur in indicateurs(objectifs, hors_objectif):
        if (mesure := mesure_de(indicateur)) is not None:
            yield indicateur, mesure


def indicateurs(objectifs: Iterable[ObjectifGeneral], hors_objectif: Iterable[FicheAction]) -> Iterator[Indicateur]:
    """Yield every indicateur of a loaded plan."""
    rangees = [op.fiches.all() for objectif in objectifs for op in objectif.operationnels.all()]
    for fiche in chain(*rangees, hors_objectif):
        for critere in fiche.criteres.all():
            yield from critere.indicateurs.all()


def freeze_objectif(objectif: ObjectifGeneral, chiffres: Chiffres) -> dict[str, Any]:
    """Return a loaded objective as it is frozen."""
    return {
        "numero": objectif.numero,
        "titre": objectif.titre,
        "description": objectif.description,
        "operationnels": [
            {
                "numero": op.numero,
                "titre": op.titre,
                "description": op.description,
                "fiches": [freeze_fiche(fiche, chiffres) for fiche in op.fiches.all()],
            }
            for op in objectif.operationnels.all()
        ],
    }


def freeze_fiche(fiche: FicheAction, chiffres: Chiffres) -> dict[str, Any]:
    """Return a loaded fiche as it is frozen."""
    lignes = list(fiche.budget.all())
    budget = {
        "prevu": sum((ligne.prevu for ligne in lignes), Decimal(0)),
        "depense": sum((ligne.depense for ligne in lignes), Decimal(0)),
    }
    return {
        "id": str(fiche.pk),
        "numero": fiche.numero,
        "titre": fiche.titre,
        "statut": fiche.statut,
        "statut_libelle": fiche.get_statut_display(),
        "but": fiche.but,
        "calendrier": fiche.calendrier,
        "coordonne": fiche.coordonne or ", ".join(map(str, fiche.coordinateurs.all())),
        "realise": fiche.realise,
        "partenaires": fiche.partenaires_texte or ", ".join(partenaire.nom for partenaire in fiche.partenaires.all()),
        "budget": {nom: texte_decimal(montant) for nom, montant in budget.items()},
        "budget_lignes": [_ligne_budget(ligne) for ligne in lignes],
        "etapes": [_etape(etape, arrete_au=chiffres.periode.fin) for etape in fiche.etapes.all()],
        "criteres": [
            {
                "libelle": critere.libelle,
                "indicateurs": [_indicateur(indicateur, chiffres) for indicateur in critere.indicateurs.all()],
            }
            for critere in fiche.criteres.all()
        ],
        "vigilance": fiche.vigilance,
        "perspectives": fiche.perspectives,
        **({"pieces": pieces} if (pieces := [_piece(piece) for piece in fiche.pieces.all()]) else {}),
    }


def _piece(piece: Piece) -> dict[str, Any]:
    """Return a file as it is named for ever: its bytes stay in the house, its digest proves them."""
    return {
        "nom": piece.nom,
        "legende": piece.legende,
        "etape": str(piece.etape or ""),
        "deposee_le": timezone.localdate(piece.deposee_le).isoformat(),
        "taille": piece.taille,
        "sha256": piece.sha256,
    }


def _ligne_budget(ligne: LigneBudget) -> dict[str, Any]:
    """Return a line of the budget; who pays is named as of the freeze, or nobody is."""
    return {
        "libelle": ligne.libelle,
        "financeur": {"id": str(ligne.financeur.pk), "nom": ligne.financeur.nom} if ligne.financeur else None,
        "prevu": texte_decimal(ligne.prevu),
        "depense": texte_decimal(ligne.depense),
    }


def _etape(etape: Etape, *, arrete_au: datetime.date) -> dict[str, Any]:
    return {
        "id": str(etape.pk),
        "ordre": etape.ordre,
        "titre": etape.titre,
        "echeance": etape.echeance.isoformat() if etape.echeance else None,
        "faite_le": etape.faite_le.isoformat() if etape.faite_le else None,
        "etat": etat_etape(etape, jour=arrete_au),
    }


def etat_etape(etape: Etape, *, jour: datetime.date) -> str:
    """Return where a step stood on a day: faite, abandonnee, retard, en_cours or a_venir."""
    if etape.statut == StatutEtape.FAITE and etape.faite_le is not None and etape.faite_le > jour:
        return "retard" if etape.echeance is not None and etape.echeance < jour else "en_cours"
    if etape.is_late(today=jour):
        return "retard"
    return str(etape.statut)


def _indicateur(indicateur: Indicateur, chiffres: Chiffres) -> dict[str, Any]:
    mesure = mesure_de(indicateur)
    fige: dict[str, Any] = {
        "id": str(indicateur.pk),
        "libelle": indicateur.libelle,
        "type": indicateur.type,
        "type_libelle": TypeIndicateur(indicateur.type).label,
        "mesure": mesure.cle if mesure else "",
        "cible": texte_decimal(indicateur.cible),
        "sens_cible": indicateur.sens_cible,
        "cumulative": False,
    }
    if indicateur.type == TypeIndicateur.QUALITATIF:
        fige["appreciation"] = freeze_appreciation(chiffres.appreciations.get(indicateur.pk, []))
    if mesure is None:
        return fige
    demande = Demande.of(indicateur, chiffres.periode)
    resultat = chiffres.resultats[demande]
    serie, tendance = chiffres.serie(indicateur, mesure)
    return fige | {
        "mesure_version": mesure.version,
        "unite": mesure.unite,
        "cumulative": is_cumulative(mesure),
        "filtres": mots_des_filtres(demande),
        "demande": {
            "filtres": {nom: list(valeurs) for nom, valeurs in demande.filtres},
            "parametres": {nom: list(v) if isinstance(v, tuple) else v for nom, v in demande.parametres},
        },
        "resultat": figer(resultat, mesure),
        "raison": resultat.raison,
        "serie": serie,
        "serie_cumulee": se_lit_en_cumul(mesure),
        "tendance": tendance,
    }


def freeze_appreciation(lues: Sequence[AppreciationIndicateur]) -> dict[str, Any] | None:
    """Return the last appreciation as it is frozen: only the quotations that may leave the house go with it."""
    if not lues:
        return None
    derniere: Any = lues[0]
    return {
        **_etat(derniere),
        "depuis": derniere.depuis.isoformat() if derniere.depuis else None,
        "lu_par": derniere.lu_par,
        "texte": derniere.texte,
        "citations": [
            {"mots": c.mots, "de": c.de, "de_libelle": c.get_de_display(), "accord": c.accord}
            for c in derniere.citations_lues
        ],
        "precedentes": [_etat(lue) for lue in lues[1:]],
    }


def _etat(lue: AppreciationIndicateur) -> dict[str, Any]:
    return {"jour": lue.jour.isoformat(), "etat": lue.etat, "etat_libelle": lue.get_etat_display()}


def mots_des_filtres(demande: Demande) -> str:
    """Return the filters and the parameters of a figure in a line of French."""
    try:
        return " ; ".join(f"{nom} : {mots}" for nom, mots in describe(demande))
    except (DemandeInvalide, MesureInconnue) as erreur:
        return str(erreur)
