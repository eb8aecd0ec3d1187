"""The PDF of a bilan, from its frozen content alone: the same content always gives the same bytes."""

import datetime
from dataclasses import asdict, is_dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from commun.pdf import compile_pdf
from evaluation.bilans.presentation import presenter

DOSSIER = Path(__file__).parents[1] / "typst"


def produire_pdf(contenu: str) -> bytes:
    """Return the PDF/UA-1 document of a content."""
    vue = presenter(contenu)
    minuit = datetime.datetime.fromisoformat(f"{vue['arrete_au_iso']}T00:00:00+00:00")
    return compile_pdf(DOSSIER / "bilan.typ", vue, instant=minuit, default=_serialiser)


def _serialiser(objet: Any) -> Any:
    """Write what JSON does not know."""
    if is_dataclass(objet) and not isinstance(objet, type):
        return asdict(objet)
    if isinstance(objet, Decimal):
        return str(objet)
    raise TypeError(type(objet).__name__)
