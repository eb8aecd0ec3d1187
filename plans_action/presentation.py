"""The critères and indicateurs of a fiche as they are read on the screen and on paper."""

from dataclasses import dataclass

from plans_action.libelles import Precisions, describe_cible, find_mesure
from plans_action.models import Critere, FicheAction, Indicateur


@dataclass(frozen=True)
class IndicateurLu:
    """An indicateur in words: what it is computed from, its target."""

    indicateur: Indicateur
    mesure: str
    definition: str
    precisions: list[str]
    cible: str


@dataclass(frozen=True)
class CritereLu:
    """A critère and the signs that tell it."""

    critere: Critere
    indicateurs: list[IndicateurLu]


def present_criteres(fiche: FicheAction) -> list[CritereLu]:
    """Return the critères of a fiche, in words; the names of filtered places are read once each."""
    precisions = Precisions()
    return [
        CritereLu(critere, [_present(indicateur, precisions) for indicateur in critere.indicateurs.all()])
        for critere in fiche.criteres.all()
    ]


def _present(indicateur: Indicateur, precisions: Precisions) -> IndicateurLu:
    mesure = find_mesure(indicateur.mesure)
    if mesure is None:
        return IndicateurLu(
            indicateur,
            "Mesure qui n’existe plus" if indicateur.mesure else indicateur.get_type_display(),
            "",
            [],
            describe_cible(indicateur),
        )
    return IndicateurLu(
        indicateur,
        mesure.libelle,
        mesure.definition,
        precisions.of(mesure, indicateur.filtres, indicateur.parametres),
        describe_cible(indicateur),
    )
