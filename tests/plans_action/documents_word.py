"""Word documents made for the tests, with the shapes and the slips of real fiches; every sentence is invented."""

import html
import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

LIBELLES = (
    "Objectif",
    "Calendrier de l'action",
    "Résumé de l'action",
    "Qui coordonne ?",
    "Qui réalise ?",
    "Partenaire(s) associé(s) à l'action",
    "Réurrence",
)
VALEURS = (
    "Faire découvrir le jardin partagé",
    "De mars à juin",
    "Une matinée au jardin avec les voisins",
    "La direction",
    "Deux conseillères",
    "La mairie, le centre social",
    "Chaque mois",
)
COLONNES = ("Les étapes successives de l'action", "Quoi ?", "Quand ?", "Qui ?", "Comment ?")
EVALUATIONS = "Evaluations, résultats facteur de réussite et d'échec, suivi (qui ? et comment)"
PERSPECTIVES = "Perspectives-Evolutions"


def as_bytes(document: Any) -> bytes:
    """Return a document as the bytes of its file."""
    flux = io.BytesIO()
    document.save(flux)
    return flux.getvalue()


def write(cellule: Any, texte: str) -> None:
    """Write a text in a cell: "\\n" is a line break, "\\n\\n" another paragraph."""
    premier, *autres = texte.split("\n\n")
    paragraphes = [cellule.paragraphs[0], *(cellule.add_paragraph() for _ in autres)]
    for paragraphe, part in zip(paragraphes, [premier, *autres], strict=True):
        for rang, ligne in enumerate(part.split("\n")):
            run = paragraphe.add_run()
            if rang:
                run.add_break()
            run.add_text(ligne)


def add_table(document: Any, lignes: Iterable[Sequence[str]], colonnes: int) -> Any:
    """Add a table; a row shorter than the table is one merged across what is left."""
    table = document.add_table(rows=0, cols=colonnes)
    table.style = "Table Grid"
    for ligne in lignes:
        cellules = table.add_row().cells
        if len(ligne) < colonnes:
            cellules[len(ligne) - 1].merge(cellules[-1])
        for rang, texte in enumerate(ligne):
            write(table.rows[-1].cells[rang], texte)
    return table


def moulins(
    demarche: Iterable[Sequence[str]],
    *,
    titre: str | None = "JARDIN PARTAGE",
    entete: Iterable[tuple[str, str]] = tuple(zip(LIBELLES, VALEURS, strict=True)),
    colonnes: Sequence[str] = COLONNES,
    document: Any = None,
) -> Any:
    """Return a fiche in the template of Moulins, to be completed or saved."""
    document = document or Document()
    if titre is not None:
        document.add_heading(f"Intitulé de l'Action : {titre}", level=1)
    add_table(document, entete, 2)
    document.add_paragraph("")
    rows = [("DEMARCHE",), colonnes, *demarche] if colonnes else list(demarche)
    add_table(document, rows, max(len(row) for row in rows))
    return document


def rewrite(contenu: bytes, changes: dict[str, Callable[[bytes], bytes] | bytes]) -> bytes:
    """Return a .docx with some parts changed or added."""
    flux = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(contenu)) as lu, zipfile.ZipFile(flux, "w", zipfile.ZIP_DEFLATED) as ecrit:
        for nom in lu.namelist():
            change = changes.get(nom)
            contenu_partie = lu.read(nom)
            if callable(change):
                contenu_partie = change(contenu_partie)
            elif change is not None:
                contenu_partie = change
            ecrit.writestr(nom, contenu_partie)
        for nom, change in changes.items():
            if nom not in lu.namelist():
                assert isinstance(change, bytes)
                ecrit.writestr(nom, change)
    return flux.getvalue()


def insert_xml(parent: Any, xml: str) -> Any:
    """Append raw WordprocessingML to an element."""
    element = parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {nsdecls('w')}", xml))
    parent.append(element)
    return element


def vertical(cellule: Any, valeur: str | None) -> None:
    """Make a cell the head ("restart") or the rest (None) of a vertical merge."""
    fusion = OxmlElement("w:vMerge")
    if valeur:
        fusion.set(qn("w:val"), valeur)
    cellule._tc.get_or_add_tcPr().append(fusion)


# --- The oracle of « nothing is lost »: it shares no code with the reader -----------------------------

_PARTIES = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")


def words_of_file(contenu: bytes) -> Counter[str]:
    """Count the words written in a .docx, read with regular expressions alone."""
    words: Counter[str] = Counter()
    with zipfile.ZipFile(io.BytesIO(contenu)) as archive:
        for nom in archive.namelist():
            if not _PARTIES.fullmatch(nom):
                continue
            xml = archive.read(nom).decode()
            xml = re.sub(r"<mc:Fallback>.*?</mc:Fallback>", "", xml, flags=re.DOTALL)
            xml = re.sub(r"<w:(?:br|tab|cr)\b[^>]*/>", "<w:t> </w:t>", xml)
            for paragraphe in re.split(r"</w:p>|<w:p[ >]", xml):
                morceaux = re.findall(r"<w:(?:t|delText)(?: [^>]*)?>([^<]*)</w:(?:t|delText)>", paragraphe)
                words.update(words_in("".join(morceaux)))
    return words


def words_in(texte: str) -> list[str]:
    """Return the words of a text."""
    return re.findall(r"\w+", re.sub("[\u00ad\u200b]", "", html.unescape(texte)).lower())


def words_of_json(json: Any) -> Counter[str]:
    """Count the words of a fiche's JSON; proposed indicateurs repeat words of the cells, so they do not count."""
    if isinstance(json, str):
        return Counter(words_in(json))
    if isinstance(json, dict):
        return sum((words_of_json(valeur) for cle, valeur in json.items() if cle != "indicateurs"), Counter())
    if isinstance(json, list):
        return sum((words_of_json(valeur) for valeur in json), Counter())
    return Counter([str(json)]) if isinstance(json, int) else Counter()


def lost_words(contenu: bytes, fiches: Iterable[Any]) -> Counter[str]:
    """Return the words of a file that are neither in its fiches nor in a label that was recognised."""
    return words_of_file(contenu) - _kept(fiches)


def repeated_words(contenu: bytes, fiches: Iterable[Any]) -> Counter[str]:
    """Return the words that fiches say more often than their file: the titles of cells that the reader adds apart."""
    added = {"quand", "qui", "comment", "colonne", "etape"}
    more = _kept(fiches) - words_of_file(contenu)
    return Counter({mot: fois for mot, fois in more.items() if mot not in added and not mot.isdigit()})


def _kept(fiches: Iterable[Any]) -> Counter[str]:
    kept: Counter[str] = Counter()
    for fiche in fiches:
        kept += words_of_json(fiche.as_json())
        for libelle in fiche.reconnus:
            kept.update(words_in(libelle))
    return kept
