"""
What the lines of a budget come to: hours × hourly cost for a post, a share of the posts for overheads.

Amounts are Decimal, rounded to the cent line by line, so that a printed total is the sum of the printed lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from plans_action.choix import NatureBudget

HEURES_PAR_ETP = Decimal(1820)  # 35 hours a week, 52 weeks
CENTIME = Decimal("0.01")
ZERO = Decimal("0.00")
PLAFOND = Decimal("9999999999.99")  # what the database holds: above, somebody typed a telephone number


@dataclass(frozen=True)
class Poste:
    """What a line's planned amount is computed from."""

    nature: str
    prevu: Decimal = ZERO
    etp: Decimal | None = None
    heures: Decimal | None = None
    cout_horaire: Decimal | None = None
    taux: Decimal | None = None


def compute_prevus(postes: Sequence[Poste]) -> list[Decimal]:
    """Return the planned amount of each line, in the same order."""
    personnel = sum((_cout(poste) for poste in postes if poste.nature == NatureBudget.POSTE), ZERO)
    return [_prevu(poste, personnel) for poste in postes]


def fill_prevus(lignes: list[dict[str, Any]]) -> None:
    """Write into the budget lines of a content (see `contenu`) the planned amounts that are computed."""
    for ligne, prevu in zip(lignes, compute_prevus([_poste(ligne) for ligne in lignes]), strict=True):
        ligne["prevu"] = format(prevu, "f")


def _poste(ligne: dict[str, Any]) -> Poste:
    def number(nom: str) -> Decimal | None:
        return None if ligne[nom] is None else Decimal(ligne[nom])

    return Poste(
        ligne["nature"],
        number("prevu") or ZERO,
        number("etp"),
        number("heures"),
        number("cout_horaire"),
        number("taux"),
    )


def heures_of(poste: Poste) -> Decimal | None:
    """Return the hours of a post: those typed, else its full-time equivalents in hours a year."""
    if poste.heures is None and poste.etp is not None:
        return poste.etp * HEURES_PAR_ETP
    return poste.heures


def _prevu(poste: Poste, personnel: Decimal) -> Decimal:
    if poste.nature == NatureBudget.POSTE:
        return _cout(poste)
    if poste.nature == NatureBudget.CHARGES:
        return _cents(personnel * (poste.taux or 0) / 100)
    return _cents(poste.prevu)


def _cout(poste: Poste) -> Decimal:
    """Return what a post costs; what was typed as its amount while its hours or its cost are not known."""
    heures = heures_of(poste)
    if heures is None or poste.cout_horaire is None:
        return _cents(poste.prevu)
    return _cents(heures * poste.cout_horaire)


def _cents(montant: Decimal) -> Decimal:
    return min(montant, PLAFOND).quantize(CENTIME, ROUND_HALF_UP)
