"""A laid-out fiche as a Word file: the same fiche gives the same bytes."""

from collections.abc import Sequence

from docx.document import Document as DocumentWord
from docx.enum.text import WD_ALIGN_PARAGRAPH

from commun.word import (
    ENTIERE,
    add_table,
    fill_cell,
    keep_short_table_whole,
    keep_whole,
    new_document,
    propre,
    repeat_row,
    save_document,
)
from plans_action.exports.mise_en_page import Bloc, Page


def write_word(page: Page, *, mission_locale: str) -> bytes:
    """Return the .docx of a fiche."""
    document = new_document(titre=page.titre, auteur=mission_locale)
    document.add_heading(propre(page.titre), level=1)
    write_blocs(document, page.blocs)
    return save_document(document)


def write_blocs(document: DocumentWord, blocs: Sequence[Bloc], *, niveau: int = 2) -> None:
    """Add the blocks of a fiche to a document, their titles at a level."""
    for bloc in blocs:
        if bloc.genre == "titre":
            document.add_heading(propre(bloc.texte), level=niveau)
        else:
            _ECRITURES[bloc.genre](document, bloc)


# --- Blocks ----------------------------------------------------------------------------------------


def _texte(document: DocumentWord, bloc: Bloc) -> None:
    for line in bloc.texte.split("\n"):
        document.add_paragraph(propre(line))


def _lignes(document: DocumentWord, bloc: Bloc) -> None:
    table = add_table(document, (24, 76), len(bloc.lignes))
    for row, (libelle, texte) in zip(table.rows, bloc.lignes, strict=True):
        fill_cell(row.cells[0], libelle, bold=True, shaded=True)
        fill_cell(row.cells[1], texte)
        keep_whole(row)
    keep_short_table_whole(table)
    document.add_paragraph()


def _tableau(document: DocumentWord, bloc: Bloc) -> None:
    heads = [bloc.entetes] if bloc.entetes else []
    table = add_table(document, bloc.largeurs, len(bloc.lignes) + len(heads) + bool(bloc.texte))
    rows = list(table.rows)
    if bloc.texte:
        row = rows.pop(0)
        cell = row.cells[0].merge(row.cells[-1])
        fill_cell(cell, bloc.texte.upper(), bold=True, shaded=True)
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        repeat_row(row)
    for head in heads:
        row = rows.pop(0)
        for place, (cell, texte) in enumerate(zip(row.cells, head, strict=True)):
            fill_cell(cell, texte, bold=True, shaded=True)
            if bloc.chiffres and place:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        repeat_row(row)
    for rang, (row, ligne) in enumerate(zip(rows, bloc.lignes, strict=True)):
        last = bloc.chiffres and rang == len(rows) - 1
        for place, (cell, texte) in enumerate(zip(row.cells, ligne, strict=True)):
            fill_cell(cell, texte, bold=place == 0 or last, shaded=last)
            if bloc.chiffres and place:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if max(map(len, ligne)) < ENTIERE:
            keep_whole(row)
    document.add_paragraph()


_ECRITURES = {"texte": _texte, "lignes": _lignes, "tableau": _tableau}
