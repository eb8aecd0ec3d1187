"""
Lists that leave as spreadsheets, for the whole house: no cell is ever run as a formula.

An export that holds data about persons is journalled by the view that serves it, before calling this.
"""

import csv
import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from commun.word import propre

Cellule = str | int | Decimal | datetime.date | None
Colonne = tuple[str, int]  # its name, its width in characters
LONGUEUR_MAXIMUM = 32_000  # a cell of a spreadsheet holds 32,767 characters
# What a spreadsheet reads as the beginning of a formula, also after spaces.
FORMULES = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
TABLEUR = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {Decimal: "#,##0.##", int: "#,##0", datetime.date: "DD/MM/YYYY"}
ENTETE = PatternFill("solid", fgColor="EFEEFA")


def safe_text(texte: str) -> str:
    """Return a text that no spreadsheet runs: one that begins as a formula gets an apostrophe in front."""
    clean = propre(texte)[:LONGUEUR_MAXIMUM]
    return f"'{clean}" if clean.lstrip(" \u00a0").startswith(FORMULES) else clean


def write_csv(colonnes: Sequence[Colonne], lignes: Iterable[Sequence[Cellule]]) -> bytes:
    """Return a .csv that French spreadsheets open as it is: semicolons, decimal commas, dates as 24/11/2026."""
    sortie = StringIO()
    writer = csv.writer(sortie, delimiter=";", lineterminator="\r\n")
    writer.writerow([safe_text(nom) for nom, _ in colonnes])
    for ligne in lignes:
        writer.writerow([_in_words(valeur) for valeur in ligne])
    return b"\xef\xbb\xbf" + sortie.getvalue().encode()


def _in_words(valeur: Cellule) -> str:
    if valeur is None:
        return ""
    if isinstance(valeur, datetime.date):
        return f"{valeur:%d/%m/%Y}"
    if isinstance(valeur, Decimal):
        return f"{valeur:f}".replace(".", ",")
    return safe_text(valeur) if isinstance(valeur, str) else str(valeur)


def write_xlsx(titre: str, colonnes: Sequence[Colonne], lignes: Iterable[Sequence[Cellule]]) -> bytes:
    """Return a .xlsx of one sheet: frozen header, filter, numbers as numbers, texts never formulas."""
    classeur = Workbook(write_only=True)
    classeur.properties.title, classeur.properties.language = propre(titre), "fr-FR"
    onglet: Any = classeur.create_sheet(_sheet_name(titre))
    onglet.freeze_panes = "A2"
    for rang, (_, largeur) in enumerate(colonnes, 1):
        onglet.column_dimensions[get_column_letter(rang)].width = largeur
    rows = [list(ligne) for ligne in lignes]
    onglet.auto_filter.ref = f"A1:{get_column_letter(len(colonnes))}{len(rows) + 1}"
    onglet.print_title_rows = "1:1"
    onglet.page_setup.orientation, onglet.page_setup.paperSize, onglet.page_setup.fitToHeight = "landscape", 9, 0
    onglet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    onglet.append([_head(onglet, nom) for nom, _ in colonnes])
    for row in rows:
        onglet.append([_cell(onglet, valeur) for valeur in row])
    sortie = BytesIO()
    classeur.save(sortie)
    return sortie.getvalue()


def _sheet_name(titre: str) -> str:
    """Return a name that a spreadsheet takes: 31 characters, none of []:*?/\\."""
    return "".join(" " if lettre in "[]:*?/\\" else lettre for lettre in propre(titre))[:31].strip("' ") or "Liste"


def _head(onglet: Any, nom: str) -> Any:
    cellule = _cell(onglet, nom)
    cellule.font, cellule.fill = Font(name="Calibri", bold=True), ENTETE
    return cellule


def _cell(onglet: Any, valeur: Cellule) -> Any:
    cellule = WriteOnlyCell(onglet)
    cellule.alignment = Alignment(wrap_text=isinstance(valeur, str), vertical="top")
    if isinstance(valeur, str):
        cellule.value = propre(valeur)[:LONGUEUR_MAXIMUM]
        cellule.data_type = "s"  # never "f": the text is kept as it is, and stays a text
    elif valeur is not None:
        cellule.value, cellule.number_format = valeur, FORMATS[type(valeur)]
    return cellule


def spreadsheet_response(
    forme: str, *, nom: str, titre: str, colonnes: Sequence[Colonne], lignes: Iterable[Sequence[Cellule]]
) -> HttpResponse:
    """Return the answer that gives a list as a file, `forme` being "csv" or "xlsx"."""
    if forme == "csv":
        octets, content_type = write_csv(colonnes, lignes), "text/csv; charset=utf-8"
    else:
        octets, content_type = write_xlsx(titre, colonnes, lignes), TABLEUR
    headers = {"Content-Disposition": f'attachment; filename="{nom}.{forme}"', "Cache-Control": "private, no-store"}
    return HttpResponse(octets, content_type=content_type, headers=headers)
