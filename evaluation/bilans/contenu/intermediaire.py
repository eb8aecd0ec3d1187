"""What the final bilan says beside the intermediate one: each figure then and now, read in the frozen content."""

import json
from typing import Any

from evaluation.bilans.lecture import fiches_de, indicateurs_de
from evaluation.choix import TypeBilan
from evaluation.models import Bilan


def freeze(bilan: Bilan, contenu: dict[str, Any]) -> dict[str, Any] | None:
    """Return the comparison with the last intermediate bilan of the projet; None when there is nothing to compare."""
    if bilan.type != TypeBilan.FINAL:
        return None
    figes = Bilan.objects.figes().filter(projet_id=bilan.projet_id, type=TypeBilan.INTERMEDIAIRE)
    avant = figes.filter(arrete_au__lte=bilan.arrete_au).order_by("arrete_au", "rang").last()
    if avant is None:
        return None
    return {
        "bilan": {
            "id": str(avant.pk),
            "libelle": avant.get_type_display(),
            "arrete_au": avant.arrete_au.isoformat(),
            "empreinte": avant.empreinte,
        },
        "lignes": _lignes(json.loads(avant.contenu), contenu),
        "appreciations": _appreciations(json.loads(avant.contenu), contenu),
    }


def _appreciations(avant: dict[str, Any], apres: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a line per indicateur that people judge: what they concluded then, and now."""
    anciennes = {cle: ligne["etat"] for cle, ligne in _appreciees(avant)}
    return [
        {"cle": cle, "fiche": ligne["fiche"], "libelle": ligne["libelle"], "avant": anciennes.get(cle), "apres": etat}
        for cle, ligne in _appreciees(apres)
        if (etat := ligne["etat"]) or anciennes.get(cle)
    ]


def _appreciees(contenu: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return the state of every indicateur that people judge, with the key that names it in both."""
    return [
        (
            indicateur.get("id") or f"{fiche['numero']}:{indicateur['libelle']}",
            {
                "fiche": {"numero": fiche["numero"], "titre": fiche["titre"]},
                "libelle": indicateur["libelle"],
                "etat": {cle: lue[cle] for cle in ("jour", "etat", "etat_libelle")}
                if (lue := indicateur["appreciation"])
                else None,
            },
        )
        for fiche in fiches_de(contenu)
        for indicateur in indicateurs_de(fiche)
        if "appreciation" in indicateur
    ]


def _lignes(avant: dict[str, Any], apres: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a line per figure of the final bilan; what the intermediate one did not hold has no former value."""
    anciens = dict(_chiffres(avant))
    return [
        {**chiffre, "cle": cle, "avant": anciens[cle]["resultat"] if cle in anciens else None}
        for cle, chiffre in _chiffres(apres)
    ]


def _chiffres(contenu: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return every figure with the key that names it in both: a measure of the public, or an indicateur."""
    resultat = ("etat", "valeur", "numerateur", "denominateur", "masque")
    chiffres = [
        (
            f"public:{c['mesure']}",
            {
                "fiche": None,
                "libelle": c["libelle"],
                "unite": c["unite"],
                "version": None,
                "resultat": {cle: c[cle] for cle in resultat},
            },
        )
        for c in contenu["public"]["chiffres"]
    ]
    for fiche in fiches_de(contenu):
        for indicateur in indicateurs_de(fiche):
            if indicateur["mesure"]:
                cle = indicateur.get("id") or f"{fiche['numero']}:{indicateur['libelle']}"
                chiffre = {
                    "fiche": {"numero": fiche["numero"], "titre": fiche["titre"]},
                    "libelle": indicateur["libelle"],
                    "unite": indicateur["unite"],
                    "version": indicateur["mesure_version"],
                    "resultat": indicateur["resultat"],
                }
                chiffres.append((cle, chiffre))
    return chiffres
