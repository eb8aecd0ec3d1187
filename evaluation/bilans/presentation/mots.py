"""Dates and figures of a frozen content, in words."""

import datetime
from decimal import Decimal
from typing import Any

from commun.dates import MOIS, mois_abrege
from commun.templatetags.ml import INSECABLE, nombre
from evaluation.chiffres import MASQUE
from evaluation.choix import EtatValeur


def jour(texte: str) -> datetime.date:
    """Read a frozen day."""
    return datetime.date.fromisoformat(texte)


def date_en_lettres(day: datetime.date) -> str:
    """Return "24 novembre 2026", its year always said: a document is read later."""
    numero = "1er" if day.day == 1 else str(day.day)
    return f"{numero}{INSECABLE}{MOIS[day.month - 1]}{INSECABLE}{day.year}"


def mois_court(mois: str) -> str:
    """Return "nov. 26" for "2026-11"."""
    return mois_abrege(jour(f"{mois}-01"))


def decimal(texte: str | None) -> Decimal | None:
    """Read a frozen number."""
    return None if texte is None else Decimal(texte)


def texte_point(valeur: Decimal | None) -> str:
    """Return a point of a series in words."""
    return nombre(valeur) or "non mesuré"


def texte_serie(points: list[tuple[str, Decimal | None]]) -> str:
    """Return a whole series in words, for who does not see its drawing."""
    return " ; ".join(f"{nom} : {texte_point(valeur)}" for nom, valeur in points)


def texte_resultat(resultat: dict[str, Any], unite: str) -> str:
    """Return a figure as it is said: a number, « masqué », « non mesuré » or « sans objet »."""
    if resultat["masque"]:
        return MASQUE
    if resultat["etat"] == EtatValeur.SANS_OBJET:
        return "sans objet"
    valeur = decimal(resultat["valeur"])
    if valeur is None:
        return "non mesuré"
    texte = nombre(valeur, _decimales(valeur))
    return f"{texte}{INSECABLE}%" if unite == "%" else texte


def _decimales(valeur: Decimal) -> int:
    """Return the decimals of the measure itself, as on the pages: one of a share, two of a mean."""
    exposant = valeur.normalize().as_tuple().exponent
    return min(max(-exposant, 0), 2) if isinstance(exposant, int) and abs(valeur) < 1000 else 0


def repere(definitions: dict[str, Any], cle: str) -> str:
    """Return the mark of a measure in the annex of definitions."""
    return str(definitions[cle]["repere"]) if cle in definitions else ""
