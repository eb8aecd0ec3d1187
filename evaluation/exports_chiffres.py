"""A breakdown as a file: what is on screen, small numbers hidden since a file leaves the house, no live cell."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from commun.exports import safe_text
from commun.templatetags.ml import date_courte
from evaluation import secret
from evaluation.repartition import Repartition

Cellule = str | Decimal | None
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def lignes(repartition: Repartition) -> Iterator[list[Cellule]]:
    """Yield the rows of the file: the table, then what it is about."""
    mesure = repartition.mesure
    yield [repartition.libelle, *(safe_text(f"{nom} ({mesure.unite})") for nom in repartition.colonnes)]
    for ligne in (*repartition.lignes, repartition.total):
        yield [
            safe_text(ligne.libelle), *(case.texte if case.valeur is None else case.valeur for case in ligne.cases)
        ]  # fmt: skip
    yield []
    yield ["Mesure", f"{mesure.libelle}, version {mesure.version}"]
    yield ["Définition", repartition.definition or mesure.definition]
    if mesure.limites:
        yield ["Limites", mesure.limites]
    yield ["Compté jusqu'au", date_courte(repartition.arrete_au)]
    if repartition.addition:
        yield ["Total", repartition.addition]
    if mesure.personnes:
        yield [
            "Secret",
            f"« masqué » : moins de {secret.SEUIL} personnes, ou un nombre qui permettrait d'en retrouver un autre.",
        ]


def as_csv(repartition: Repartition) -> bytes:
    """Return the file for a French spreadsheet: semicolons, decimal commas, BOM."""
    sortie = io.StringIO()
    ecrivain = csv.writer(sortie, delimiter=";", lineterminator="\r\n")
    for ligne in lignes(repartition):
        ecrivain.writerow([str(c).replace(".", ",") if isinstance(c, Decimal) else c for c in ligne])
    return ("\ufeff" + sortie.getvalue()).encode()


def as_xlsx(repartition: Repartition) -> bytes:
    """Return the workbook: numbers as numbers, texts as texts."""
    classeur = Workbook(write_only=True)
    feuille = classeur.create_sheet("Répartition")
    feuille.column_dimensions["A"].width = 44
    for lettre in "BCD":
        feuille.column_dimensions[lettre].width = 26
    for rang, ligne in enumerate(lignes(repartition)):
        cellules = []
        for valeur in ligne:
            cellule = WriteOnlyCell(feuille, value=valeur)
            if isinstance(valeur, str):
                cellule.data_type = "s"
            if rang == 0:
                cellule.font = Font(bold=True)
            cellules.append(cellule)
        feuille.append(cellules)
    sortie = io.BytesIO()
    classeur.save(sortie)
    return sortie.getvalue()
