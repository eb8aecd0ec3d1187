"""Numbers as charts need them: finite, round, in words."""

import math
from collections.abc import Sequence
from decimal import Decimal

Nombre = int | float | Decimal
Valeur = Nombre | None


def fini(valeur: Valeur) -> float | None:
    """Return a finite float, or None for a gap, a NaN or an infinity."""
    if valeur is None:
        return None
    nombre = float(valeur)
    if not math.isfinite(nombre) or abs(nombre) > 1e15:
        return None
    return nombre if abs(nombre) >= 1e-6 else 0.0


def texte_nombre(valeur: Valeur) -> str:
    """Return a number as French people write it: "34 140", "12,5"; "non mesuré" for a gap."""
    nombre = fini(valeur)
    if nombre is None:
        return "non mesuré"
    texte = f"{nombre:,.2f}".rstrip("0").rstrip(".")  # as many decimals as the table beside: none is finer
    if not texte.strip("-0"):
        texte = "0"
    return texte.replace(",", "\u202f").replace(".", ",").replace("-", "\u2212")


def graduations(bas: float, haut: float, nombre: int = 4, *, entiers: bool = False) -> list[float]:
    """
    Return round values that cover the span, the first at or below `bas`, the last at or above `haut`.

    With `entiers`, whole ones only: half a person does not come.
    """
    if haut <= bas:
        bas, haut = (min(bas, 0.0), max(haut, 0.0)) if bas else (0.0, 1.0)
    brut = (haut - bas) / nombre
    puissance = 10.0 ** math.floor(math.log10(brut))
    pas = next(facteur * puissance for facteur in (1, 2, 2.5, 5, 10) if facteur * puissance >= brut * 0.999)
    if entiers and not pas.is_integer():
        pas = max(1.0, 2 * pas)  # 2.5 becomes 5, and nothing goes under 1
    debut = math.floor(bas / pas + 1e-9)
    fin = math.ceil(haut / pas - 1e-9)
    return [round(rang * pas, 10) for rang in range(debut, fin + 1)]


def tendance(serie: Sequence[Valeur]) -> str:
    """
    Return "en hausse", "stable" or "en baisse", "" when fewer than four values are known.

    The mean of the last half is compared with the mean of the first; under 5 % of difference it is stable.
    """
    connus = [valeur for valeur in map(fini, serie) if valeur is not None]
    if len(connus) < 4:
        return ""
    moitie = len(connus) // 2
    avant, apres = sum(connus[:moitie]) / moitie, sum(connus[-moitie:]) / moitie
    seuil = 0.05 * max(abs(avant), abs(apres))
    if abs(apres - avant) <= seuil:
        return "stable"
    return "en hausse" if apres > avant else "en baisse"


def ton_tendance(mot: str, sens: str) -> str:
    """Return the tone of a tendency: good when it goes the way that is good (hausse, baisse, neutre)."""
    va = {"en hausse": "hausse", "en baisse": "baisse"}.get(mot)
    if va is None or sens == "neutre":
        return "neutre"
    return "bien" if va == sens else "alerte"
