"""A laid-out fiche as PDF: the same fiche gives the same bytes."""

import datetime
from dataclasses import asdict
from pathlib import Path

from commun.pdf import compile_pdf
from commun.templatetags.ml import date_sans_jour
from plans_action.exports.mise_en_page import Page

GABARIT = Path(__file__).parents[1] / "typst" / "fiche.typ"


def write_pdf(page: Page, *, mission_locale: str, modifiee_le: datetime.datetime, publiee: bool = False) -> bytes:
    """Return the PDF of a fiche; its only date, said on each page, is that of its last change or of its publication."""
    blocs = [{**asdict(bloc), "tetes": bool(bloc.texte) + bool(bloc.entetes)} for bloc in page.blocs]
    quand = f"fiche {'publiée' if publiee else 'modifiée'} le {date_sans_jour(modifiee_le)}"
    donnees = {"titre": page.titre, "mission_locale": mission_locale, "date": quand, "blocs": blocs}
    return compile_pdf(GABARIT, donnees, instant=modifiee_le.replace(microsecond=0))
