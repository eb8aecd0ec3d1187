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

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

PUCE = "• "
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
        self.styles = _Styles(archive)
        self.numeros = _Numeros(archive, self.styles)

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
        colonne = _integer(tr.find(f"{W}trPr/{W}gridBefore"), 0)
        for tc in flatten(tr):
            if tc.tag != f"{W}tc":
                continue
            largeur = max(1, _integer(tc.find(f"{W}tcPr/{W}gridSpan"), 1))
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
_ENVELOPPES = {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"}
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


def _integer(element: Element | None, defaut: int) -> int:
    valeur = element.get(f"{W}val", "") if element is not None else ""
    return int(valeur) if valeur.isascii() and valeur.isdigit() and len(valeur) < 4 else defaut


def _rank(niveau: Element) -> int:
    """Return the level of a list that an element is about."""
    valeur = niveau.get(f"{W}ilvl", "0")
    return int(valeur) if valeur.isascii() and valeur.isdigit() and len(valeur) < 4 else 0


def _symbol(element: Element) -> str:
    """Return a symbol of a drawing font: a ticked box, an empty box, else a bullet."""
    code = element.get(f"{W}char", "").upper()[-2:]
    return {"FE": "☒", "FD": "☒", "A8": "☐", "6F": "☐", "FC": "✓", "E0": "→", "F0": "→"}.get(code, "•")


def _clean(texte: str) -> str:
    """Return a text without the blanks at the ends of its lines; no other character is changed."""
    lignes = [ligne.strip(" \t") for ligne in texte.replace("\r", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lignes)).strip("\n")


class _Styles:
    """What the styles of a document say of a paragraph: heading or not, list or not."""

    def __init__(self, archive: Archive) -> None:
        self.par_id: dict[str, Element] = {}
        racine = archive.xml_or_none("word/styles.xml")
        if racine is not None:
            self.par_id = {style.get(f"{W}styleId", ""): style for style in racine.iter(f"{W}style")}

    def chain(self, element: Element) -> Iterator[Element]:
        """Give the paragraph, then its style, then the styles this one is based on."""
        yield element
        style = element.find(f"{W}pPr/{W}pStyle")
        seen = set()
        while style is not None and (cle := style.get(f"{W}val", "")) in self.par_id and cle not in seen:
            seen.add(cle)
            yield self.par_id[cle]
            style = self.par_id[cle].find(f"{W}basedOn")

    def heading(self, element: Element) -> int:
        """Return the level of a heading, 0 for ordinary text."""
        for source in self.chain(element):
            niveau = source.find(f"{W}pPr/{W}outlineLvl")
            if niveau is not None and 0 <= (rang := _integer(niveau, 9)) < 9:
                return rang + 1
            nom = source.find(f"{W}name")
            texte = (nom.get(f"{W}val", "") if nom is not None else "").lower()
            if trouve := re.fullmatch(r"(?:heading|titre) ?([1-9])", texte):
                return int(trouve[1])
            if texte in ("title", "titre"):
                return 1
        cle = element.find(f"{W}pPr/{W}pStyle")
        trouve = re.fullmatch(r"(?i)(?:heading|titre)([1-9])", cle.get(f"{W}val", "") if cle is not None else "")
        return int(trouve[1]) if trouve else 0


class _Numeros:
    """The numbers and bullets that Word draws before a paragraph without writing them in its text."""

    def __init__(self, archive: Archive, styles: _Styles) -> None:
        self.styles = styles
        self.compteurs: dict[tuple[str, int], int] = {}
        self.niveaux: dict[str, dict[int, Element]] = {}
        self.departs: dict[tuple[str, int], int] = {}
        racine = archive.xml_or_none("word/numbering.xml")
        if racine is None:
            return
        abstraits = {a.get(f"{W}abstractNumId", ""): a for a in racine.iter(f"{W}abstractNum")}
        for num in racine.iter(f"{W}num"):
            lien = num.find(f"{W}abstractNumId")
            abstrait = abstraits.get(lien.get(f"{W}val", "")) if lien is not None else None
            if abstrait is not None:
                num_id = num.get(f"{W}numId", "")
                self.niveaux[num_id] = {_rank(niveau): niveau for niveau in abstrait.findall(f"{W}lvl")}
                for surcharge in num.findall(f"{W}lvlOverride"):
                    self._override(num_id, surcharge)

    def _override(self, num_id: str, surcharge: Element) -> None:
        """Read what one list changes of the levels that it shares with others: where it starts, or all of it."""
        niveau, depart = surcharge.find(f"{W}lvl"), surcharge.find(f"{W}startOverride")
        if niveau is not None:
            self.niveaux[num_id][_rank(surcharge)] = niveau
        if depart is not None:
            self.departs[num_id, _rank(surcharge)] = _integer(depart, 0)

    def prefix(self, paragraphe: Element) -> str:
        """Return "• ", "3. " or nothing, and count."""
        num_id, rang = "", 0
        for source in self.styles.chain(paragraphe):
            num = source.find(f"{W}pPr/{W}numPr")
            if num is not None:
                lien = num.find(f"{W}numId")
                num_id = num_id or (lien.get(f"{W}val", "") if lien is not None else "")
                rang = rang or _integer(num.find(f"{W}ilvl"), 0)
            if num_id:
                break
        if num_id in ("", "0"):
            return ""
        niveau = self.niveaux.get(num_id, {}).get(rang)
        if niveau is None:
            return PUCE
        genre, modele = _val(niveau, "numFmt"), _val(niveau, "lvlText")
        if genre in ("bullet", "none", "") or "%" not in modele:
            return PUCE if genre != "none" else ""
        self._count(num_id, rang)
        return self._written(num_id, modele).strip() + " "

    def _count(self, num_id: str, rang: int) -> None:
        # Zero is what the format says of a level that does not tell where it starts.
        ecrit = _integer(self.niveaux[num_id][rang].find(f"{W}start"), 0)
        depart = self.departs.get((num_id, rang), ecrit)
        self.compteurs[num_id, rang] = self.compteurs.get((num_id, rang), depart - 1) + 1
        for cle in [cle for cle in self.compteurs if cle[0] == num_id and cle[1] > rang]:
            del self.compteurs[cle]

    def _written(self, num_id: str, modele: str) -> str:
        def number(trouve: re.Match[str]) -> str:
            rang = int(trouve[1]) - 1
            niveau = self.niveaux[num_id].get(rang)
            valeur = self.compteurs.get((num_id, rang), 1)
            return _in_format(valeur, _val(niveau, "numFmt") if niveau is not None else "decimal")

        return re.sub(r"%([1-9])", number, modele)


def _val(element: Element, nom: str) -> str:
    enfant = element.find(f"{W}{nom}")
    return str(enfant.get(f"{W}val", "")) if enfant is not None else ""


def _in_format(valeur: int, genre: str) -> str:
    if genre in ("lowerLetter", "upperLetter") and 1 <= valeur <= 26:
        lettre = chr(ord("a") + valeur - 1)
        return lettre if genre == "lowerLetter" else lettre.upper()
    if genre in ("lowerRoman", "upperRoman") and 1 <= valeur <= 10:
        romain = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")[valeur - 1]
        return romain if genre == "lowerRoman" else romain.upper()
    return str(valeur)
