"""
Lists that leave as spreadsheets, for the whole house: no cell is ever run as a formula.

An export that holds data about persons is journalled by the view that serves it, before calling this.
"""

import csv
import datetime
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.xml.functions import tostring

from commun.archives import stable_zip
from commun.word import propre

Cellule = str | int | Decimal | datetime.date | None
Colonne = tuple[str, int]  # its name, its width in characters
HAUTEUR, HAUTEUR_MAXIMUM = 15.0, 405.0  # of one line, and of a row, in points
LONGUEUR_MAXIMUM = 32_000  # a cell of a spreadsheet holds 32,767 characters
# What a spreadsheet reads as the beginning of a formula, also after spaces.
FORMULES = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
TABLEUR = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {Decimal: "#,##0.##", int: "#,##0", datetime.date: "DD/MM/YYYY"}
ENTETE = PatternFill("solid", fgColor="EFEEFA")
TITRE = Font(name="Calibri", bold=True, size=14)


@dataclass(frozen=True)
class Onglet:
    """One sheet: its name, sentences before the table, columns with their widths, rows, rows after the table."""

    nom: str
    colonnes: Sequence[Colonne]
    lignes: Iterable[Sequence[Cellule]]
    avant: Sequence[str] = ()
    apres: Sequence[Sequence[Cellule]] = ()


def safe_text(texte: str) -> str:
    """Return a text that no spreadsheet runs: one that begins as a formula gets an apostrophe in front."""
    clean = propre(texte)[:LONGUEUR_MAXIMUM]
    return f"'{clean}" if clean.lstrip(" \u00a0").startswith(FORMULES) else clean


def write_csv(onglet: Onglet) -> bytes:
    """
    Return a .csv that French spreadsheets open as it is: semicolons, decimal commas, dates as 24/11/2026.

    The sentences before the table are left out: a program reads the names of the columns in the first line.
    """
    sortie = StringIO()
    writer = csv.writer(sortie, delimiter=";", lineterminator="\r\n")
    writer.writerow([safe_text(nom) for nom, _ in onglet.colonnes])
    for ligne in (*onglet.lignes, *onglet.apres):
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


def write_xlsx(
    onglets: Iterable[Onglet], *, titre: str, auteur: str = "", instant: datetime.datetime | None = None
) -> bytes:
    """
    Return a .xlsx: frozen headers, filters, numbers as numbers, texts never formulas.

    With an `instant`, written as the file's date, the same sheets give the same bytes.
    """
    classeur = Workbook(write_only=True)
    properties = classeur.properties
    properties.title, properties.creator, properties.language = propre(titre), propre(auteur) or None, "fr-FR"
    for onglet in onglets:
        _write_sheet(classeur, onglet)
    if instant is not None:
        properties.created = instant
    sortie = BytesIO()
    classeur.save(sortie)
    if instant is None:
        return sortie.getvalue()
    # openpyxl writes the hour of the export over the one asked for.
    properties.modified = instant
    return stable_zip(sortie.getvalue(), {"docProps/core.xml": tostring(properties.to_tree())})


def _write_sheet(classeur: Workbook, onglet: Onglet) -> None:
    page: Any = classeur.create_sheet(_sheet_name(onglet.nom))
    entete = len(onglet.avant) + 2 if onglet.avant else 1
    lignes = [list(ligne) for ligne in onglet.lignes]
    page.freeze_panes = f"A{entete + 1}"
    for rang, (_, largeur) in enumerate(onglet.colonnes, 1):
        page.column_dimensions[get_column_letter(rang)].width = largeur
    page.auto_filter.ref = f"A{entete}:{get_column_letter(len(onglet.colonnes))}{entete + len(lignes)}"
    page.print_title_rows = f"{entete}:{entete}"
    page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToHeight = "landscape", 9, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for rang, phrase in enumerate(onglet.avant):
        page.append([_phrase(page, phrase, TITRE if rang == 0 else None)])
    if onglet.avant:
        page.append([])
    largeurs = [largeur for _, largeur in onglet.colonnes]
    if (hauteur := _height([nom for nom, _ in onglet.colonnes], largeurs)) > HAUTEUR:
        page.row_dimensions[entete].height = hauteur
    page.append([_head(page, nom) for nom, _ in onglet.colonnes])
    for rang, ligne in enumerate((*lignes, *onglet.apres), entete + 1):
        if (hauteur := _height(ligne, largeurs)) > HAUTEUR:
            page.row_dimensions[rang].height = hauteur
        page.append([_cell(page, valeur) for valeur in ligne])


def _height(ligne: Sequence[Cellule], largeurs: Sequence[float]) -> float:
    """Return how high a row is, in points: some spreadsheets do not measure it, and write its lines one on another."""
    par_cellule = (
        sum(max(1, math.ceil(len(part) * 1.15 / largeur)) for part in valeur.split("\n"))
        for valeur, largeur in zip(ligne, largeurs, strict=False)
        if isinstance(valeur, str)
    )
    return min(HAUTEUR * max(par_cellule, default=1), HAUTEUR_MAXIMUM)


def _sheet_name(titre: str) -> str:
    """Return a name that a spreadsheet takes: 31 characters, none of []:*?/\\."""
    return "".join(" " if lettre in "[]:*?/\\" else lettre for lettre in propre(titre))[:31].strip("' ") or "Liste"


def _phrase(page: Any, texte: str, police: Font | None) -> Any:
    """Return a sentence that runs over the cells beside it."""
    cellule = _cell(page, texte)
    cellule.alignment = Alignment(wrap_text=False, vertical="top")
    if police is not None:
        cellule.font = police
    return cellule


def _head(page: Any, nom: str) -> Any:
    cellule = _cell(page, nom)
    cellule.font, cellule.fill = Font(name="Calibri", bold=True), ENTETE
    return cellule


def _cell(page: Any, valeur: Cellule) -> Any:
    cellule = WriteOnlyCell(page)
    cellule.alignment = Alignment(wrap_text=isinstance(valeur, str), vertical="top")
    if isinstance(valeur, str):
        cellule.value = propre(valeur)[:LONGUEUR_MAXIMUM]
        cellule.data_type = "s"  # never "f": the text is kept as it is, and stays a text
    elif valeur is not None:
        cellule.value, cellule.number_format = valeur, FORMATS[type(valeur)]
    return cellule


def spreadsheet_response(forme: str, *, nom: str, onglet: Onglet, autres: Sequence[Onglet] = ()) -> HttpResponse:
    """Return the answer that gives one sheet as a file, `forme` being "csv" or "xlsx"; others follow it in a .xlsx."""
    if forme == "csv":
        octets, content_type = write_csv(onglet), "text/csv; charset=utf-8"
    else:
        octets, content_type = write_xlsx([onglet, *autres], titre=onglet.nom), TABLEUR
    headers = {"Content-Disposition": f'attachment; filename="{nom}.{forme}"', "Cache-Control": "private, no-store"}
    return HttpResponse(octets, content_type=content_type, headers=headers)
