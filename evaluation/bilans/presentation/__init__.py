"""
From the frozen content of a bilan to what people read: the same words, numbers and drawings for every document.

Nothing here asks the database, the clock or the registry of measures: the document holds what the content holds.
"""

import json
from typing import Any

from commun.templatetags.ml import insecables
from evaluation import cibles, secret
from evaluation.bilans.canonique import empreinte
from evaluation.bilans.presentation.chapitres import present_chapitres
from evaluation.bilans.presentation.essentiel import present_essentiel
from evaluation.bilans.presentation.financeurs import financeurs_de, present_financeur
from evaluation.bilans.presentation.indicateurs import Contexte
from evaluation.bilans.presentation.maison import present_maison
from evaluation.bilans.presentation.mots import date_en_lettres, jour
from evaluation.bilans.presentation.plan import present_hors_objectif, present_objectif, present_pieces
from evaluation.bilans.presentation.public import present_public


def presenter(contenu: str) -> dict[str, Any]:
    """Return everything a bilan shows, ready to be laid out."""
    brut = json.loads(contenu)
    bilan = brut["bilan"]
    arrete_au, debut = jour(bilan["arrete_au"]), jour(bilan["debut"])
    ecoulee = cibles.part_ecoulee(debut, jour(bilan["fin_projet"]), arrete_au)
    definitions = {
        definition["cle"]: _definition(definition, rang) for rang, definition in enumerate(brut["definitions"], 1)
    }
    contexte = Contexte(ecoulee=ecoulee, definitions=definitions, fin_projet=jour(bilan["fin_projet"]))
    objectifs = [present_objectif(objectif, contexte) for objectif in brut["objectifs"]]
    if brut["hors_objectif"]:
        objectifs.append(present_hors_objectif(brut["hors_objectif"], contexte))
    fiches = [fiche for objectif in objectifs for op in objectif["operationnels"] for fiche in op["fiches"]]
    digest = empreinte(contenu)
    return {
        "titre": bilan["libelle"],
        "projet": brut["projet"]["titre"],
        "mission_locale": brut["mission_locale"],
        "periode": f"du {date_en_lettres(debut)} au {date_en_lettres(arrete_au)}",
        "arrete_au": date_en_lettres(arrete_au),
        "arrete_au_iso": bilan["arrete_au"],
        "demande_le": date_en_lettres(jour(bilan["demande_le"])),
        "empreinte": digest,
        "empreinte_groupes": [digest[rang : rang + 8] for rang in range(0, 64, 8)],
        "precedent": _precedent(bilan.get("precedent")),
        "logiciel": f"{brut['logiciel']['nom']}, version {brut['logiciel']['version']}",
        "essentiel": present_essentiel(fiches, brut.get("commissions")),
        "territoire": present_maison(brut),
        "public": present_public(brut["public"], definitions),
        "objectifs": objectifs,
        "chapitres": present_chapitres(brut),
        "financeurs": [present_financeur(financeur) for financeur in financeurs_de(brut)],
        "definitions": list(definitions.values()),
        "pieces": present_pieces(brut),
        "seuil": secret.SEUIL,
    }


def _definition(definition: dict[str, Any], rang: int) -> dict[str, Any]:
    """Say what a measure counts, with the reading that was picked when its words have several."""
    retenue = definition.get("retenue")
    texte = definition["definition"] + (f" Définition retenue\u00a0: {retenue}" if retenue else "")
    lus = {"definition": insecables(texte), "limites": insecables(definition["limites"])}
    return definition | lus | {"repere": f"D{rang}"}


def _precedent(precedent: dict[str, str] | None) -> dict[str, str] | None:
    """Say which bilan comes before in the chain."""
    if precedent is None:
        return None
    arrete_au = date_en_lettres(jour(precedent["arrete_au"]))
    return {"texte": f"{precedent['libelle']}, arrêté au {arrete_au}", "empreinte": precedent["empreinte"]}
