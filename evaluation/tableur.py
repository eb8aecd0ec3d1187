"""Results as .csv and .xlsx: no cell is ever read as a formula."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from commun.exports import safe_text


def sure(cellule: Any) -> Any:
    """Return a cell that a spreadsheet shows and never computes."""
    return safe_text(cellule) if isinstance(cellule, str) else cellule


def as_csv(entetes: Sequence[str], lignes: Sequence[Sequence[Any]]) -> bytes:
    """Return a file that a French spreadsheet opens: semicolons, UTF-8 with its mark."""
    sortie = io.StringIO()
    ecrit = csv.writer(sortie, delimiter=";", lineterminator="\r\n")
    ecrit.writerow(entetes)
    ecrit.writerows([sure(cellule) for cellule in ligne] for ligne in lignes)
    return sortie.getvalue().encode("utf-8-sig")


def as_xlsx(titre: str, preambule: Sequence[str], entetes: Sequence[str], lignes: Sequence[Sequence[Any]]) -> bytes:
    """Return a workbook of one sheet: a few sentences, then a table."""
    from openpyxl import Workbook  # half a second at import
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    classeur = Workbook()
    feuille = classeur.active
    feuille.title = titre
    for phrase in preambule:
        feuille.append([sure(phrase)])
    feuille["A1"].font = Font(bold=True, size=14)
    feuille.append([])
    feuille.append(list(entetes))
    haut = feuille.max_row
    for cellule in feuille[haut]:
        cellule.font = Font(bold=True)
    for ligne in lignes:
        feuille.append([sure(valeur) for valeur in ligne])
    for rang, largeur in enumerate((48, 34, 11, 30, 10, 10, 10)[: len(entetes)], start=1):
        feuille.column_dimensions[get_column_letter(rang)].width = largeur
    for row in feuille.iter_rows(min_row=haut + 1, max_col=2):
        for cellule in row:
            cellule.alignment = Alignment(wrap_text=True, vertical="top")
    feuille.freeze_panes = f"A{haut + 1}"
    sortie = io.BytesIO()
    classeur.save(sortie)
    return sortie.getvalue()
