"""What moved between two contents of one bilan: figures and states, each with where it is read."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from evaluation.bilans.lecture import fiches_de
from evaluation.bilans.presentation.mots import texte_resultat
from evaluation.bilans.presentation.plan import ETATS_ETAPE, titre_fiche


@dataclass(frozen=True)
class Ecart:
    """A figure that is not today what it was when it was frozen."""

    ou: str
    quoi: str
    fige: str
    aujourdhui: str


def compare(fige: str, nouveau: str) -> list[Ecart]:
    """Return what differs, in the order of the frozen content, then what is new."""
    avant, apres = dict(_figures(json.loads(fige))), dict(_figures(json.loads(nouveau)))
    ecarts = [
        Ecart(ou, quoi, avant.get(cle, "absent du bilan"), apres.get(cle, "n'existe plus"))
        for cle in {**avant, **apres}
        for ou, quoi, _rang in [cle]
    ]
    return [ecart for ecart in ecarts if ecart.fige != ecart.aujourdhui]


def _figures(contenu: dict[str, Any]) -> Iterator[tuple[tuple[str, str, int], str]]:
    """Yield every figure and state of a content with where it is read; namesakes are told apart by their rank."""
    seen: Counter[tuple[str, str]] = Counter()
    for (ou, quoi), texte in _named_figures(contenu):
        seen[ou, quoi] += 1
        yield (ou, quoi, seen[ou, quoi]), texte


def _named_figures(contenu: dict[str, Any]) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield every figure with its names."""
    for chiffre in contenu["public"]["chiffres"]:
        yield ("Le public", chiffre["libelle"]), texte_resultat(chiffre, chiffre["unite"])
    for ventilation in contenu["public"]["ventilations"]:
        for ligne in ventilation["lignes"]:
            yield (ventilation["titre"], ligne["libelle"]), texte_resultat(ligne, ventilation["unite"])
    for fiche in fiches_de(contenu):
        ou = titre_fiche(fiche)
        yield (ou, "État"), fiche["statut_libelle"]
        for etape in fiche["etapes"]:
            yield (ou, f"Étape {etape['ordre']}, {etape['titre']}".rstrip(", ")), ETATS_ETAPE[etape["etat"]][0].lower()
        for critere in fiche["criteres"]:
            for indicateur in critere["indicateurs"]:
                if indicateur["mesure"]:
                    yield (ou, indicateur["libelle"]), texte_resultat(indicateur["resultat"], indicateur["unite"])
