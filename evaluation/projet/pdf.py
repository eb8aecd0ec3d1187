"""The document of the projet associatif as PDF/UA-1: the same content gives the same bytes."""

import datetime
from pathlib import Path

from commun.pdf import compile_pdf
from evaluation.projet.presentation import presenter

GABARIT = Path(__file__).parents[1] / "typst" / "projet.typ"


def write_pdf(contenu: str) -> bytes:
    """Return the PDF of a content; its only date is the day that the content was made."""
    vue = presenter(contenu)
    instant = datetime.datetime.fromisoformat(f"{vue['arrete_au_iso']}T00:00:00+00:00")
    return compile_pdf(GABARIT, vue, instant=instant)
