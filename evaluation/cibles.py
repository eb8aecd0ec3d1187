"""Where an indicateur stands against its target: one rule for the dashboard, the page of the figure and the bilan."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from plans_action.choix import SensCible


@dataclass(frozen=True)
class Lecture:
    """A word on a figure: its code, its French, the tone of its badge, and what was expected by now."""

    code: str
    mot: str
    ton: str
    attendu: Decimal | None = None

    @property
    def en_deca(self) -> bool:
        """Tell whether somebody should look: the target is missed, or will be at this pace."""
        return self.code in ("en_deca", "depassee")


SANS_CIBLE = Lecture("sans_cible", "Sans cible", "neutre")
NON_MESUREE = Lecture("non_mesuree", "Non mesuré", "neutre")
SANS_OBJET = Lecture("sans_objet", "Sans objet", "neutre")
MASQUEE = Lecture("masquee", "Trop peu de personnes", "neutre")
A_APPORTER = Lecture("a_apporter", "À apporter en séance", "neutre")


def part_ecoulee(debut: datetime.date, fin: datetime.date, jour: datetime.date) -> Decimal:
    """Return how much of a period is past on the evening of a day, from 0 to 1."""
    total = (fin - debut).days
    if total <= 0:
        return Decimal(1)
    ecoulee = Decimal((jour - debut).days + 1) / Decimal(total)
    return min(max(ecoulee, Decimal(0)), Decimal(1))


def lire(*, valeur: Decimal | None, cible: Decimal | None, sens: str, cumulative: bool, ecoulee: Decimal) -> Lecture:
    """
    Read a figure against its target.

    The target of something that adds up (a number of interviews) is for the whole projet: what is expected by now is
    the share of it that time has used. A rate or a mean is held against its target as it is.
    """
    if valeur is None:
        return NON_MESUREE
    if cible is None:
        return SANS_CIBLE
    attendu = (cible * ecoulee).quantize(Decimal("0.01")) if cumulative else cible
    if sens == SensCible.AU_PLUS:
        if valeur > cible:
            return Lecture("depassee", "Plafond dépassé", "alerte", attendu)
        if cumulative and valeur > attendu:
            return Lecture("en_deca", "Trop vite", "alerte", attendu)
        return Lecture("respectee", "Plafond respecté", "bien", attendu)
    if valeur >= cible:
        return Lecture("atteinte", "Cible atteinte", "bien", attendu)
    if cumulative and valeur >= attendu:
        return Lecture("en_voie", "En bonne voie", "info", attendu)
    return Lecture("en_deca", "En deçà de la cible", "alerte", attendu)
