"""Word files: a prepared page, real styles, tables whose header repeats; the same content gives the same bytes."""

import datetime
import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as DocumentWord
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from commun.archives import stable_zip

ENCRE, INDIGO = RGBColor(0x1F, 0x1D, 0x36), RGBColor(0x3F, 0x37, 0xC9)
VOILE, TRAIT = "EFEEFA", "B9B4A6"
COURT = 10  # rows: up to there, a table is not cut between two pages
ENTIERE = 900  # characters of a cell: a longer row may be cut between two pages
LARGEUR = 178  # mm of text on an A4 page
POLICE = "Calibri"
STYLES = (("Normal", 10.5, ENCRE), ("Heading 1", 18, ENCRE), ("Heading 2", 13, INDIGO))
# Dates inside the file would change at each export.
INSTANT = datetime.datetime(2000, 1, 1)  # noqa: DTZ001  the file format knows no time zone
# XML 1.0 holds no other control character.
_INTERDITS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def propre(texte: str) -> str:
    """Return a text without the characters that XML refuses."""
    return _INTERDITS.sub("", texte)


def new_document(
    *,
    titre: str,
    auteur: str,
    styles: Sequence[tuple[str, float, RGBColor]] = STYLES,
    instant: datetime.datetime = INSTANT,
    pied: str = "",
) -> DocumentWord:
    """Return an empty A4 document in French, its styles set, with a footer when there is one."""
    document: DocumentWord = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin = section.bottom_margin = Mm(16)
    properties = document.core_properties
    properties.title, properties.author, properties.language = propre(titre)[:255], propre(auteur)[:255], "fr-FR"
    properties.comments, properties.last_modified_by = "", ""
    properties.created = properties.modified = instant
    for nom, taille, color in styles:
        _dress(document.styles[nom], taille, color)
    normal: Any = document.styles["Normal"]
    normal.paragraph_format.space_after = Pt(4)
    langue = OxmlElement("w:lang")
    langue.set(qn("w:val"), "fr-FR")
    normal.element.get_or_add_rPr().append(langue)
    if pied:
        footer = section.footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        footer.add_run(f"{propre(pied)} · page\u00a0").font.size = Pt(8.5)
        _add_field(footer, "PAGE")
        footer.add_run("\u00a0/\u00a0").font.size = Pt(8.5)
        _add_field(footer, "NUMPAGES")
    return document


def _add_field(paragraph: Paragraph, instruction: str) -> None:
    """Add a number that Word works out: that of the page, that of all pages."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = paragraph.add_run("1")
    run.font.size = Pt(8.5)
    field.append(run._r)
    paragraph._p.append(field)


def _dress(style: Any, taille: float, color: RGBColor) -> None:
    style.font.name, style.font.size, style.font.color.rgb = POLICE, Pt(taille), color
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(key), POLICE)
    for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(key), None)


def add_table(document: DocumentWord, parts: Sequence[int], rows: int) -> Table:
    """Add a ruled table as wide as the text, its columns in these shares."""
    table: Table = document.add_table(rows=rows, cols=len(parts))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    whole = sum(parts)
    for column, part in zip(table.columns, parts, strict=True):
        column.width = Mm(LARGEUR * part / whole)
    widths = [column.width for column in table.columns]
    for row in table._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=True):
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


def fill_cell(cell: _Cell, texte: str, *, bold: bool = False, shaded: bool = False) -> None:
    """Write a text in a cell, one paragraph a line; out of a heading, only the first line of a bold cell is bold."""
    for rang, line in enumerate(propre(texte).split("\n")):
        paragraph = cell.paragraphs[0] if rang == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.add_run(line).bold = (bold and (shaded or rang == 0)) or None
    if shaded:
        shade = OxmlElement("w:shd")
        for key, valeur in (("val", "clear"), ("color", "auto"), ("fill", VOILE)):
            shade.set(qn(f"w:{key}"), valeur)
        cell._tc.get_or_add_tcPr().append(shade)


def repeat_row(row: Any) -> None:
    """Repeat a row at the top of each page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def keep_whole(row: Any) -> None:
    """Do not cut a row between two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def keep_short_table_whole(table: Table) -> None:
    """Do not cut a short table between two pages: each of its rows but the last stays with the next one."""
    rows = table.rows
    if len(rows) > COURT:
        return
    for row in rows[:-1]:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def write_table(
    document: DocumentWord,
    entetes: Sequence[str],
    parts: Sequence[int],
    lignes: Iterable[Sequence[str]],
    *,
    nombres: int = 0,
) -> None:
    """Add a table whose header repeats, its columns in these shares; its last columns are numbers."""
    rangees = [list(ligne) for ligne in lignes]
    table = add_table(document, parts, len(rangees) + 1)
    for numero, (row, ligne) in enumerate(zip(table.rows, [list(entetes), *rangees], strict=True)):
        for rang, (cell, texte) in enumerate(zip(row.cells, ligne, strict=True)):
            fill_cell(cell, texte, bold=numero == 0 or rang == 0, shaded=numero == 0)
            if rang >= len(ligne) - nombres:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if numero == 0:
            repeat_row(row)
        if max(map(len, ligne)) < ENTIERE:
            keep_whole(row)
    keep_short_table_whole(table)
    document.add_paragraph()


def add_contents(document: DocumentWord) -> Run:
    """Add a page of contents that Word updates; return where the titles go, once they are all written."""
    document.add_heading("Sommaire", level=1)
    # Above the titles: below them, it would fall alone on the next page as soon as they fill this one.
    document.add_paragraph(
        "Dans Word : clic droit sur le sommaire, puis « Mettre à jour les champs », pour les numéros de page.",
        style="Caption",
    )
    paragraph = document.add_paragraph()
    titles = paragraph.add_run()
    titles.font.size = Pt(9.5)  # the titles of a bilan, or of a projet with twenty fiches, on one page
    for kind in ("begin", r'TOC \o "1-2" \h \z \u', "separate", "titles", "end"):
        run = titles if kind == "titles" else paragraph.add_run()
        if kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif kind == "titles":
            paragraph._p.append(run._r)
        else:
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = kind
            run._r.append(instruction)
    paragraph.add_run().add_break(WD_BREAK.PAGE)  # in this line: a paragraph of its own may make an empty page
    return titles


def fill_contents(document: DocumentWord, titles: Run) -> None:
    """Write the titles of the document in its table of contents: it can be read before it is updated."""
    lines = [
        ("" if paragraph.style.name == "Heading 1" else "\u2003") + paragraph.text
        for paragraph in document.paragraphs
        if paragraph.style is not None and paragraph.style.name in ("Heading 1", "Heading 2")
    ]
    titles.text = "\n".join(lines[1:])  # the first one is its own title


def save_document(document: DocumentWord) -> bytes:
    """Return the file, its archive without dates of its own."""
    raw = BytesIO()
    document.save(raw)
    return stable_zip(raw.getvalue())
