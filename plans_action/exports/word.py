"""A laid-out fiche as a Word file: the same fiche gives the same bytes."""

import datetime
import re
import zipfile
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as DocumentWord
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell

from plans_action.exports.mise_en_page import Bloc, Page

ENCRE, INDIGO = RGBColor(0x1F, 0x1D, 0x36), RGBColor(0x3F, 0x37, 0xC9)
VOILE, TRAIT = "EFEEFA", "B9B4A6"
LARGEUR = 178  # mm of text on an A4 page
POLICE = "Calibri"
ENTIERE = 900  # characters of a cell: a longer row may be cut between two pages
# Dates inside the file would change at each export.
INSTANT = datetime.datetime(2000, 1, 1)  # noqa: DTZ001  the file format knows no time zone
INSTANT_ZIP = (1980, 1, 1, 0, 0, 0)
# XML 1.0 holds no other control character.
_INTERDITS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def write_word(page: Page, *, mission_locale: str) -> bytes:
    """Return the .docx of a fiche."""
    document = Document()
    _prepare(document, page, mission_locale)
    document.add_heading(_propre(page.titre), level=1)
    for bloc in page.blocs:
        _ECRITURES[bloc.genre](document, bloc)
    return _stable(document)


def _prepare(document: DocumentWord, page: Page, mission_locale: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin = section.bottom_margin = Mm(16)
    properties = document.core_properties
    properties.title, properties.author, properties.language = (
        _propre(page.titre)[:255],
        _propre(mission_locale),
        "fr-FR",
    )
    properties.comments, properties.last_modified_by = "", ""
    properties.created = properties.modified = INSTANT
    for nom, taille, color in (("Normal", 10.5, ENCRE), ("Heading 1", 18, ENCRE), ("Heading 2", 13, INDIGO)):
        style: Any = document.styles[nom]
        style.font.name, style.font.size, style.font.color.rgb = POLICE, Pt(taille), color
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(key), POLICE)
        for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(key), None)
    normal: Any = document.styles["Normal"]
    normal.paragraph_format.space_after = Pt(4)
    langue = OxmlElement("w:lang")
    langue.set(qn("w:val"), "fr-FR")
    normal.element.get_or_add_rPr().append(langue)


# --- Blocks ----------------------------------------------------------------------------------------


def _titre(document: DocumentWord, bloc: Bloc) -> None:
    document.add_heading(_propre(bloc.texte), level=2)


def _texte(document: DocumentWord, bloc: Bloc) -> None:
    for line in bloc.texte.split("\n"):
        document.add_paragraph(_propre(line))


def _lignes(document: DocumentWord, bloc: Bloc) -> None:
    table = _table(document, (24, 76), len(bloc.lignes))
    for row, (libelle, texte) in zip(table.rows, bloc.lignes, strict=True):
        _fill(row.cells[0], libelle, bold=True, shaded=True)
        _fill(row.cells[1], texte)
        _keep_whole(row)
    document.add_paragraph()


def _tableau(document: DocumentWord, bloc: Bloc) -> None:
    heads = [bloc.entetes] if bloc.entetes else []
    table = _table(document, bloc.largeurs, len(bloc.lignes) + len(heads) + bool(bloc.texte))
    rows = list(table.rows)
    if bloc.texte:
        row = rows.pop(0)
        cell = row.cells[0].merge(row.cells[-1])
        _fill(cell, bloc.texte.upper(), bold=True, shaded=True)
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        _repeat(row)
    for head in heads:
        row = rows.pop(0)
        for cell, texte in zip(row.cells, head, strict=True):
            _fill(cell, texte, bold=True, shaded=True)
        _repeat(row)
    for rang, (row, ligne) in enumerate(zip(rows, bloc.lignes, strict=True)):
        last = bloc.chiffres and rang == len(rows) - 1
        for place, (cell, texte) in enumerate(zip(row.cells, ligne, strict=True)):
            _fill(cell, texte, bold=place == 0 or last, shaded=last)
            if bloc.chiffres and place:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if max(map(len, ligne)) < ENTIERE:
            _keep_whole(row)
    document.add_paragraph()


_ECRITURES = {"titre": _titre, "texte": _texte, "lignes": _lignes, "tableau": _tableau}


def _table(document: DocumentWord, parts: tuple[int, ...], rows: int) -> Table:
    table: Table = document.add_table(rows=rows, cols=len(parts))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    whole = sum(parts)
    for column, part in zip(table.columns, parts, strict=True):
        width = Mm(LARGEUR * part / whole)
        column.width = width
        for cell in column.cells:
            cell.width = width
    _border(table)
    return table


def _border(table: Table) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for key, valeur in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", TRAIT)):
            line.set(qn(f"w:{key}"), valeur)
        borders.append(line)
    table._tbl.tblPr.append(borders)


def _fill(cell: _Cell, texte: str, *, bold: bool = False, shaded: bool = False) -> None:
    for rang, line in enumerate(_propre(texte).split("\n")):
        paragraph = cell.paragraphs[0] if rang == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.add_run(line).bold = bold or None
    if shaded:
        shade = OxmlElement("w:shd")
        for key, valeur in (("val", "clear"), ("color", "auto"), ("fill", VOILE)):
            shade.set(qn(f"w:{key}"), valeur)
        cell._tc.get_or_add_tcPr().append(shade)


def _repeat(row: Any) -> None:
    """Repeat a row at the top of each page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _keep_whole(row: Any) -> None:
    """Do not cut a row between two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _propre(texte: str) -> str:
    return _INTERDITS.sub("", texte)


# --- The same bytes --------------------------------------------------------------------------------


def _stable(document: DocumentWord) -> bytes:
    """Return the file with fixed dates in its archive."""
    raw, out = BytesIO(), BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, INSTANT_ZIP)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            target.writestr(info, source.read(name))
    return out.getvalue()
