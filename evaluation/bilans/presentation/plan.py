"""The strategy: objectives, fiches, steps and criteria."""

from decimal import Decimal
from itertools import chain
from typing import Any

from commun.templatetags.ml import INSECABLE, nombre
from evaluation.bilans.presentation.indicateurs import Contexte, present_indicateur
from evaluation.bilans.presentation.mots import date_en_lettres, jour

TONS_FICHE = {
    "en_cours": "info",
    "realisee": "bien",
    "validee": "info",
    "suspendue": "alerte",
    "abandonnee": "neutre",
    "idee": "neutre",
    "proposee": "neutre",
}
ETATS_ETAPE = {
    "faite": ("Faite", "bien"),
    "retard": ("En retard", "alerte"),
    "en_cours": ("En cours", "info"),
    "a_venir": ("À venir", "neutre"),
    "abandonnee": ("Abandonnée", "neutre"),
}


def present_objectif(objectif: dict[str, Any], contexte: Contexte) -> dict[str, Any]:
    """Return a general objective with its operational ones."""
    return {
        "titre": f"Objectif {objectif['numero']}. {objectif['titre']}",
        "description": objectif["description"],
        "operationnels": [
            {
                "titre": f"{objectif['numero']}.{op['numero']} {op['titre']}",
                "description": op["description"],
                "fiches": [present_fiche(fiche, contexte) for fiche in op["fiches"]],
            }
            for op in objectif["operationnels"]
        ],
    }


def present_hors_objectif(fiches: list[dict[str, Any]], contexte: Contexte) -> dict[str, Any]:
    """Return the fiches without objective, as deep as the others: a PDF that skips a level of titles is refused."""
    return {
        "titre": "Autres fiches-action",
        "description": "",
        "operationnels": [
            {
                "titre": "Sans objectif opérationnel",
                "description": "",
                "fiches": [present_fiche(fiche, contexte) for fiche in fiches],
            }
        ],
    }


def present_fiche(fiche: dict[str, Any], contexte: Contexte) -> dict[str, Any]:
    """Return a fiche: its state, its steps, its figures."""
    etapes = [_etape(etape) for etape in fiche["etapes"]]
    utiles = [etape for etape in etapes if etape["code"] != "abandonnee"]
    reperes = [
        ("Quand", fiche["calendrier"]),
        ("Qui coordonne", fiche["coordonne"]),
        ("Qui réalise", fiche["realise"]),
        ("Partenaires", fiche["partenaires"]),
        ("Budget", _budget(fiche["budget"])),
    ]
    return {
        "cle": fiche.get("id", ""),
        "titre": titre_fiche(fiche),
        "statut": fiche["statut_libelle"],
        "ton": TONS_FICHE.get(fiche["statut"], "neutre"),
        "but": fiche["but"],
        "reperes": [{"nom": nom, "texte": texte} for nom, texte in reperes if texte],
        "etapes": etapes,
        "avancement": {
            "faites": sum(etape["code"] == "faite" for etape in utiles),
            "retard": sum(etape["code"] == "retard" for etape in utiles),
            "total": len(utiles),
        },
        "criteres": [
            {
                "libelle": critere["libelle"],
                "indicateurs": [present_indicateur(i, contexte) for i in critere["indicateurs"]],
            }
            for critere in fiche["criteres"]
        ],
        "vigilance": fiche["vigilance"],
        "perspectives": fiche["perspectives"],
    }


def titre_fiche(fiche: dict[str, Any]) -> str:
    """Return the title of a fiche as every document says it."""
    return f"Fiche {fiche['numero']}. {fiche['titre']}" if fiche["numero"] else str(fiche["titre"])


def _etape(etape: dict[str, Any]) -> dict[str, Any]:
    mot, ton = ETATS_ETAPE[etape["etat"]]
    return {
        "numero": etape["ordre"],
        "titre": etape["titre"],
        "echeance": date_en_lettres(jour(etape["echeance"])) if etape["echeance"] else "",
        "faite_le": date_en_lettres(jour(etape["faite_le"])) if etape["faite_le"] else "",
        "code": etape["etat"],
        "etat": mot,
        "ton": ton,
    }


def _budget(budget: dict[str, str]) -> str:
    prevu, depense = Decimal(budget["prevu"]), Decimal(budget["depense"])
    if not prevu and not depense:
        return ""
    return f"{nombre(prevu, 0)}{INSECABLE}€ prévus, {nombre(depense, 0)}{INSECABLE}€ dépensés"


def present_pieces(brut: dict[str, Any]) -> list[dict[str, str]]:
    """Return the files attached to the fiches, in the order of the plan; a bilan of before has none."""
    rangees = [op["fiches"] for objectif in brut["objectifs"] for op in objectif["operationnels"]]
    return [
        {
            "fiche": f"{fiche['numero']}. {fiche['titre']}" if fiche["numero"] else fiche["titre"],
            "nom": piece["nom"],
            "legende": piece["legende"],
            "etape": piece["etape"],
            "deposee_le": f"{jour(piece['deposee_le']):%d/%m/%Y}",
            "sha256": piece["sha256"],
        }
        for fiche in [*chain(*rangees), *brut["hors_objectif"]]
        for piece in fiche.get("pieces", ())
    ]
