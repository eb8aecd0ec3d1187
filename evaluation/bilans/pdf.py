"""The PDF documents of a bilan, from its frozen content alone: the same content always gives the same bytes."""

import datetime
from dataclasses import asdict, is_dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from commun.pdf import compile_pdf
from evaluation.bilans.presentation import presenter

DOSSIER = Path(__file__).parents[1] / "typst"


class FinanceurInconnu(LookupError):
    """Nobody of that key pays for anything in this bilan."""


def produire_pdf(contenu: str) -> bytes:
    """Return the PDF/UA-1 document of a content."""
    return _compile("bilan.typ", presenter(contenu))


def produire_synthese(contenu: str) -> bytes:
    """Return the two pages for the board."""
    return _compile("synthese.typ", presenter(contenu))


def produire_extrait(contenu: str, *, financeur: str) -> bytes:
    """Return what concerns one financeur: its budget, and the fiches that it pays for."""
    vue = presenter(contenu)
    return _compile("extrait.typ", vue | extrait(vue, financeur))


def extrait(vue: dict[str, Any], financeur: str) -> dict[str, Any]:
    """Return one financeur of a presented content with its fiches in full."""
    trouve = next((f for f in vue["financeurs"] if f["cle"] == financeur), None)
    if trouve is None:
        raise FinanceurInconnu(financeur)
    fiches = [fiche for o in vue["objectifs"] for op in o["operationnels"] for fiche in op["fiches"]]
    return {"financeur": trouve, "fiches": [fiche for fiche in fiches if fiche["cle"] in trouve["fiches"]]}


def _compile(gabarit: str, vue: dict[str, Any]) -> bytes:
    minuit = datetime.datetime.fromisoformat(f"{vue['arrete_au_iso']}T00:00:00+00:00")
    return compile_pdf(DOSSIER / gabarit, vue, instant=minuit, default=_serialiser)


def _serialiser(objet: Any) -> Any:
    """Write what JSON does not know."""
    if is_dataclass(objet) and not isinstance(objet, type):
        return asdict(objet)
    if isinstance(objet, Decimal):
        return str(objet)
    raise TypeError(type(objet).__name__)
