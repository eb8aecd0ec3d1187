"""
A Word document as blocks in reading order: paragraphs and tables, and whatever else holds words.

No word is left out: text boxes, footnotes, comments, content controls, tracked changes, nested tables are all read.
What is no part of the running text comes as `annexes`, each with a word saying where it was.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias, Union

from plans_action.imports.archive import Archive, Element, FichierRefuse
from plans_action.imports.styles import PUCE, Numeros, Styles, W, integer

W_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"

INVISIBLES: dict[int, str | None] = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\ufeff\u2060"))
# The private characters of the drawing fonts that old bullets are made of.
INVISIBLES |= dict.fromkeys(range(0xF020, 0xF100), "•")
Bloc: TypeAlias = Union["Paragraphe", "Tableau"]


@dataclass(frozen=True)
class Paragraphe:
    """One paragraph: its text, bullets and numbers written out, and what it looks like."""

    texte: str
    niveau: int = 0  # 1 to 9 for a heading
    liste: bool = False
    gras: bool = False


@dataclass
class Cellule:
    """One cell of a table, placed on the grid."""

    colonne: int
    largeur: int
    blocs: list[Bloc]
    suite: bool = False  # the lower part of a vertical merge

    @cached_property
    def texte(self) -> str:
        """Return the text of the cell, nested tables included."""
        return "\n".join(texte for bloc in self.blocs if (texte := text_of(bloc))).strip()


@dataclass
class Tableau:
    """One table: its rows of cells."""

    lignes: list[list[Cellule]]


@dataclass(frozen=True)
class Annexe:
    """Words that are no part of the running text, and where they were."""

    ou: str
    texte: str

    def __str__(self) -> str:
        return f"{self.ou} : {self.texte}"


@dataclass
class Document:
    """What a file says."""

    blocs: list[Bloc]
    annexes: list[Annexe] = field(default_factory=list)
    avertissements: list[str] = field(default_factory=list)


def text_of(bloc: Bloc) -> str:
    """Return the text of a block; the cells of a table are separated by a bar."""
    if isinstance(bloc, Paragraphe):
        return bloc.texte
    rangees = [" | ".join(cellule.texte for cellule in ligne if cellule.texte) for ligne in bloc.lignes]
    return "\n".join(rangee for rangee in rangees if rangee)


def rows_of(tableau: Tableau) -> list[list[str]]:
    """Return the cells of a table, each on one line and in its column: a merged cell is followed by empty ones."""
    return [
        [texte for cellule in ligne for texte in (" ".join(cellule.texte.split()), *[""] * (cellule.largeur - 1))]
        for ligne in tableau.lignes
    ]


def read_document(archive: Archive) -> Document:
    """Return the blocks of a .docx."""
    return _Lecteur(archive).document()


class _Lecteur:
    """One reading of one archive."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.annexes: list[Annexe] = []
        self.supprime: list[str] = []
        self.images = self.etrangers = 0
        self.caracteres = 0
        self.styles = Styles(archive)
        self.numeros = Numeros(archive, self.styles)

    def document(self) -> Document:
        racine = self._root(self.archive.principale)
        corps = racine.find(f"{W}body")
        if corps is None:
            raise FichierRefuse("Ce document Word ne contient pas de texte.")
        blocs = self.blocks(corps)
        self._others()
        avertissements = []
        if self.images:
            mot = "image n’a pas été reprise" if self.images == 1 else "images n’ont pas été reprises"
            avertissements.append(f"{self.images} {mot} : seul le texte est importé.")
        if self.etrangers:
            avertissements.append("Un document inséré dans la fiche n’a pas pu être lu : ouvrez-le dans Word.")
        if self.supprime:
            texte = " ".join(" ".join(self.supprime).split())
            self.annexes.append(Annexe("Texte supprimé en suivi des modifications", texte))
            avertissements.append("Le document contient des modifications suivies : elles sont lues comme acceptées.")
        return Document(blocs, self.annexes, avertissements)

    def _root(self, nom: str) -> Element:
        racine = self.archive.xml(nom)
        if racine.tag.startswith(W_STRICT):
            for element in racine.iter():
                if isinstance(element.tag, str) and element.tag.startswith(W_STRICT):
                    element.tag = W + element.tag.removeprefix(W_STRICT)
                for cle in [cle for cle in element.attrib if cle.startswith(W_STRICT)]:
                    element.set(W + cle.removeprefix(W_STRICT), element.attrib.pop(cle))
        if sum(1 for _ in racine.iter()) > self.archive.limites.noeuds:
            raise FichierRefuse("Ce document est trop long pour une fiche-action.")
        return racine

    def _others(self) -> None:
        """Read the words that are not in the body: headers, footers, notes, comments, diagrams."""
        seen = set()
        dossier = posixpath.dirname(self.archive.principale)
        liens = f"{dossier}/_rels/{posixpath.basename(self.archive.principale)}.rels"
        for relation in self.archive.relations(liens):
            genre = relation["Type"].rsplit("/", 1)[-1]
            cible = posixpath.normpath(posixpath.join(dossier, relation["Target"])).lstrip("/")
            if cible not in self.archive.noms or cible in seen or genre not in _ANNEXES:
                continue
            seen.add(cible)
            if genre in ("diagramData", "chart"):
                self._note(_ANNEXES[genre], " ".join(t.text for t in self._root(cible).iter(f"{A}t") if t.text))
                continue
            racine = self._root(cible)
            groupes = [racine] if genre in ("header", "footer") else list(racine)
            for groupe in groupes:
                if groupe.get(f"{W}type") in ("separator", "continuationSeparator", "continuationNotice"):
                    continue
                texte = "\n".join(texte for bloc in self.blocks(groupe) if (texte := text_of(bloc)))
                self._note(_ANNEXES[genre], texte)

    def _note(self, ou: str, texte: str) -> None:
        texte = texte.strip()
        annexe = Annexe(ou, texte)
        # A page number alone says nothing of the fiche.
        if re.search(r"[^\W\d_]", re.sub(r"(?i)\bpage\b|\bsur\b", "", texte)) and annexe not in self.annexes:
            self.annexes.append(annexe)

    # --- Blocks ---------------------------------------------------------------------------------

    def blocks(self, parent: Element) -> list[Bloc]:
        """Return the blocks of a body, a cell, a text box."""
        blocs: list[Bloc] = []
        for element in flatten(parent):
            if element.tag == f"{W}p":
                blocs += self._paragraph(element)
            elif element.tag == f"{W}tbl":
                blocs.append(self._table(element))
            elif element.tag == f"{W}altChunk":
                self.etrangers += 1
            elif element.tag == f"{M}oMathPara":
                blocs.append(Paragraphe("".join(t.text or "" for t in element.iter(f"{M}t"))))
        return blocs

    def _paragraph(self, element: Element) -> list[Bloc]:
        boites: list[Bloc] = []
        morceaux: list[tuple[str, bool]] = []
        self._runs(element, morceaux, boites)
        brut = "".join(texte for texte, _ in morceaux).translate(INVISIBLES)
        self.caracteres += len(brut)
        if self.caracteres > self.archive.limites.caracteres:
            raise FichierRefuse("Ce document est trop long pour une fiche-action.")
        texte = _clean(brut)
        prefixe = self.numeros.prefix(element)
        pleins = [gras for morceau, gras in morceaux if morceau.strip()]
        paragraphe = Paragraphe(
            f"{prefixe}{texte}".rstrip() if texte or prefixe not in ("", PUCE) else "",
            niveau=self.styles.heading(element),
            liste=bool(prefixe),
            gras=bool(pleins) and all(pleins),
        )
        return [paragraphe, *boites]

    def _runs(self, parent: Element, morceaux: list[tuple[str, bool]], boites: list[Bloc]) -> None:
        """Gather the text of a paragraph; text boxes anchored in it come after it."""
        for element in flatten(parent, deleted=self.supprime):
            nom = element.tag
            if nom == f"{W}r":
                self._run(element, morceaux, boites)
            elif nom in (f"{M}oMath", f"{M}oMathPara"):
                morceaux.append(("".join(t.text or "" for t in element.iter(f"{M}t")), False))
            elif nom in _TRAVERSES:
                self._runs(element, morceaux, boites)

    def _run(self, run: Element, morceaux: list[tuple[str, bool]], boites: list[Bloc]) -> None:
        gras = _on(run.find(f"{W}rPr/{W}b"))
        for element in flatten(run):
            nom = element.tag
            if nom == f"{W}t":
                morceaux.append((element.text or "", gras))
            elif nom == f"{W}delText":
                self.supprime.append(element.text or "")
            elif nom in _SIGNES:
                morceaux.append((_SIGNES[nom], gras))
            elif nom == f"{W}sym":
                morceaux.append((_symbol(element), gras))
            elif nom == f"{W}ruby":
                for partie in element.iter(f"{W}r"):
                    self._run(partie, morceaux, boites)
            elif nom in (f"{W}drawing", f"{W}pict", f"{W}object"):
                self._drawing(element, boites)

    def _drawing(self, dessin: Element, boites: list[Bloc]) -> None:
        contenus = [c for c in dessin.iter(f"{W}txbxContent") if not _inside_fallback(c, dessin)]
        for contenu in contenus:
            if not any(parent in contenus for parent in contenu.iterancestors(f"{W}txbxContent")):
                boites += self.blocks(contenu)
        if not contenus:
            textes = [t.text for t in dessin.iter(f"{A}t") if t.text]
            if textes:
                boites.append(Paragraphe(" ".join(textes)))
            else:
                self.images += 1

    # --- Tables ---------------------------------------------------------------------------------

    def _table(self, element: Element) -> Tableau:
        lignes = []
        for tr in flatten(element):
            if tr.tag == f"{W}tr":
                lignes.append(self._row(tr))
        return Tableau(lignes)

    def _row(self, tr: Element) -> list[Cellule]:
        cellules: list[Cellule] = []
        colonne = integer(tr.find(f"{W}trPr/{W}gridBefore"), 0)
        for tc in flatten(tr):
            if tc.tag != f"{W}tc":
                continue
            largeur = max(1, integer(tc.find(f"{W}tcPr/{W}gridSpan"), 1))
            fusion = tc.find(f"{W}tcPr/{W}vMerge")
            suite = fusion is not None and fusion.get(f"{W}val", "continue") != "restart"
            horizontale = tc.find(f"{W}tcPr/{W}hMerge")
            blocs = self.blocks(tc)
            if horizontale is not None and horizontale.get(f"{W}val", "continue") != "restart" and cellules:
                cellules[-1].largeur += largeur
                cellules[-1].blocs += blocs
            else:
                cellules.append(Cellule(colonne, largeur, blocs, suite))
            colonne += largeur
        return cellules


_ANNEXES = {
    "header": "En-tête de page",
    "footer": "Pied de page",
    "footnotes": "Note de bas de page",
    "endnotes": "Note de fin",
    "comments": "Commentaire",
    "diagramData": "Schéma",
    "chart": "Graphique",
}
_TRAVERSES = {f"{W}hyperlink", f"{W}fldSimple", f"{W}dir", f"{W}bdo"}
_SIGNES = {
    f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011",
    f"{W}softHyphen": "",
}  # fmt: skip
_ENVELOPPES = {
    f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag", f"{W14}conflictIns",
}  # fmt: skip
_EFFACES = {f"{W}del", f"{W}moveFrom"}


def flatten(parent: Element, deleted: list[str] | None = None) -> Iterator[Element]:
    """Give the children of an element as if content controls and accepted changes had no wrapper."""
    for element in parent:
        if not isinstance(element.tag, str):
            continue
        if element.tag in _ENVELOPPES:
            yield from flatten(element, deleted)
        elif element.tag in _EFFACES:
            # Moved text is read where it went; deleted text is kept apart, in case the change was not meant.
            if element.tag == f"{W}del" and deleted is not None:
                deleted += [t.text for t in element.iter(f"{W}delText") if t.text]
        elif element.tag == f"{MC}AlternateContent":
            # The same drawing, written twice: for this Word, and for older ones.
            choix = element.find(f"{MC}Choice")
            choisi = choix if choix is not None else element.find(f"{MC}Fallback")
            if choisi is not None:
                yield from flatten(choisi, deleted)
        else:
            yield element


def _inside_fallback(element: Element, racine: Element) -> bool:
    return any(parent.tag == f"{MC}Fallback" for parent in element.iterancestors() if parent is not racine)


def _on(element: Element | None) -> bool:
    return element is not None and element.get(f"{W}val", "true") not in ("0", "false", "off")


def _symbol(element: Element) -> str:
    """Return a symbol of a drawing font: a ticked box, an empty box, else a bullet."""
    code = element.get(f"{W}char", "").upper()[-2:]
    return {"FE": "☒", "FD": "☒", "A8": "☐", "6F": "☐", "FC": "✓", "E0": "→", "F0": "→"}.get(code, "•")


def _clean(texte: str) -> str:
    """Return a text without the blanks at the ends of its lines; no other character is changed."""
    lignes = [ligne.strip(" \t\u00a0\u202f") for ligne in texte.replace("\r", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lignes)).strip("\n")
