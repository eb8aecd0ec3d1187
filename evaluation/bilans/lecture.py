"""Read a frozen content of any format: older ones lack what was added since."""

from collections.abc import Iterator
from typing import Any

Fige = dict[str, Any]


def fiches_de(contenu: Fige) -> Iterator[Fige]:
    """Yield the fiches in the order of the plan, those without objective last."""
    for objectif in contenu["objectifs"]:
        for operationnel in objectif["operationnels"]:
            yield from operationnel["fiches"]
    yield from contenu["hors_objectif"]


def indicateurs_de(fiche: Fige) -> Iterator[Fige]:
    """Yield the indicateurs of a fiche, critère after critère."""
    for critere in fiche["criteres"]:
        yield from critere["indicateurs"]


def lignes_budget_de(fiche: Fige) -> list[Fige]:
    """Return the lines of the budget of a fiche: none in the first format."""
    lignes: list[Fige] = fiche.get("budget_lignes", [])
    return lignes
