"""What Word draws without writing it in the text: headings told by styles, the numbers and bullets of lists."""

import re
from collections.abc import Iterator

from plans_action.imports.archive import Archive, Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PUCE = "• "


class Styles:
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
            if niveau is not None and 0 <= (rang := integer(niveau, 9)) < 9:
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


class Numeros:
    """The numbers and bullets that Word draws before a paragraph without writing them in its text."""

    def __init__(self, archive: Archive, styles: Styles) -> None:
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
            self.departs[num_id, _rank(surcharge)] = integer(depart, 0)

    def prefix(self, paragraphe: Element) -> str:
        """Return "• ", "3. " or nothing, and count."""
        num_id, rang = "", 0
        for source in self.styles.chain(paragraphe):
            num = source.find(f"{W}pPr/{W}numPr")
            if num is not None:
                lien = num.find(f"{W}numId")
                num_id = num_id or (lien.get(f"{W}val", "") if lien is not None else "")
                rang = rang or integer(num.find(f"{W}ilvl"), 0)
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
        ecrit = integer(self.niveaux[num_id][rang].find(f"{W}start"), 0)
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


def integer(element: Element | None, defaut: int) -> int:
    """Return the small number that an element holds, another when it holds none."""
    valeur = element.get(f"{W}val", "") if element is not None else ""
    return int(valeur) if valeur.isascii() and valeur.isdigit() and len(valeur) < 4 else defaut


def _rank(niveau: Element) -> int:
    """Return the level of a list that an element is about."""
    valeur = niveau.get(f"{W}ilvl", "0")
    return int(valeur) if valeur.isascii() and valeur.isdigit() and len(valeur) < 4 else 0
