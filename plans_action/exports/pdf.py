"""A laid-out fiche as PDF: the same fiche gives the same bytes."""

import datetime
from dataclasses import asdict
from pathlib import Path

from commun.pdf import compile_pdf
from plans_action.exports.mise_en_page import Page

GABARIT = Path(__file__).parents[1] / "typst" / "fiche.typ"


def write_pdf(page: Page, *, mission_locale: str, modifiee_le: datetime.datetime) -> bytes:
    """Return the PDF of a fiche; its only date is that of the fiche's last change."""
    blocs = [{**asdict(bloc), "tetes": bool(bloc.texte) + bool(bloc.entetes)} for bloc in page.blocs]
    donnees = {"titre": page.titre, "mission_locale": mission_locale, "blocs": blocs}
    return compile_pdf(GABARIT, donnees, instant=modifiee_le.replace(microsecond=0))
