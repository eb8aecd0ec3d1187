"""A label and its value written in one text: « Objectif : jardiner », « Fiche action n° 7 – LE JARDIN »."""

import re
from dataclasses import dataclass

from plans_action.imports import vocabulaire as v
from plans_action.imports.document import Paragraphe
from plans_action.imports.fiche import COLONNES

_BORDS = "•-– \t"
_TIRET = re.compile(r"(?P<avant>[^\n]{3,60}?)\s+[–—-]\s+(?P<apres>.+)", re.DOTALL)
_TITRE_NUMEROTE = re.compile(
    r"(?P<libelle>(?:fiches?[\s/-]*actions?(?:[\s/-]*projet)?|actions?|fiches?)\s*"
    r"(?P<numero>n\s?[°ºo.]\s?\d{1,3}|\d{1,3})?)\s*(?P<signe>[:.–—-])?\s*(?P<titre>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_LONG_TITRE = 200


@dataclass(frozen=True)
class Libelle:
    """A label, its words in the document, and what follows them."""

    cle: str
    texte: str
    valeur: str = ""


def split_label(texte: str) -> Libelle | None:
    """Return the label that a text begins with, when a colon, a new line, a tab, a question mark or a dash ends it."""
    for separateur in (":", "\n", "\t", "?"):
        avant, signe, apres = texte.partition(separateur)
        trouve = v.match(avant.strip(_BORDS), v.LIBELLES) if signe else None
        if trouve and trouve.cle != "fiche":
            return Libelle(trouve.cle, avant, apres.strip(" :?\n\t"))
    tiret = _TIRET.fullmatch(texte)
    trouve = v.match(tiret["avant"].strip(_BORDS), v.LIBELLES) if tiret else None
    if tiret and trouve and trouve.cle != "fiche":
        return Libelle(trouve.cle, tiret["avant"], tiret["apres"].strip())
    return None


def label_of_paragraph(p: Paragraphe) -> Libelle | None:
    """Return the label that a paragraph is, or begins with."""
    texte = p.texte.strip()
    if trouve := split_label(texte):
        return trouve
    seul = bool(p.niveau) or p.gras or texte.endswith(":") or (len(texte) <= 60 and texte[0].isupper())
    if seul and not p.liste and (reconnu := v.match(texte, v.LIBELLES)):
        return Libelle(reconnu.cle, texte)
    return None


def numbered_title(texte: str, *, numero_exige: bool) -> Libelle | None:
    """Recognise the title in « Fiche action n° 7 : LE JARDIN », « Action n°3 – LE JARDIN »."""
    trouve = _TITRE_NUMEROTE.fullmatch(texte.strip())
    if trouve is None or len(texte) > _LONG_TITRE:
        return None
    mot = v.normalise(trouve["libelle"]).split()[0]
    if not trouve["numero"] and (numero_exige or not trouve["signe"] or mot.startswith("action")):
        return None
    if not trouve["signe"] and not trouve["titre"][0].isupper():
        return None
    return Libelle("titre", trouve["libelle"], " ".join(trouve["titre"].split()))


def glued_label(texte: str) -> Libelle | None:
    """Recognise a label of the header that nothing parts from its value but a capital: « Objectif Jardiner »."""
    mots = texte.split(" ")
    for nombre in range(min(len(mots) - 1, 8), 0, -1):
        trouve = v.match(" ".join(mots[:nombre]), v.ENTETE)
        if trouve and (mots[nombre][:1].isupper() or mots[nombre][:1].isdigit()):
            return Libelle(trouve.cle, " ".join(mots[:nombre]), " ".join(mots[nombre:]))
    return None


def columns_in(texte: str) -> tuple[dict[str, str], list[str]]:
    """Return the columns that one cell holds as « Quoi : … », « Quand : … », one below the other, and their labels."""
    cases: dict[str, str] = {}
    libelles: list[str] = []
    courante = ""
    for ligne in texte.split("\n"):
        trouve = re.match(r"\s*[•–-]?\s*(quoi|quand|qui|comment)\s*[?:][\s:]*(.*)", ligne, re.IGNORECASE)
        if trouve and v.normalise(trouve[1]) not in cases:
            courante = v.normalise(trouve[1])
            cases[courante] = trouve[2]
            libelles.append(trouve[1])
        elif not courante:
            return {}, []
        else:
            cases[courante] = f"{cases[courante]}\n{ligne}".strip()
    if len(cases) < 2:
        return {}, []
    return {colonne: cases.get(colonne, "") for colonne in COLONNES}, libelles
