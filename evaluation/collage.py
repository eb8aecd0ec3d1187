"""
What people paste from a spreadsheet: understood line by line, the rest kept in sight.

Two shapes are read: a table whose first line names months (« Indicateur ; janv. 2026 ; févr. 2026 »), and lines
« indicateur ; date ; valeur ; source ». Cells are parted by tabs or by semicolons.
"""

import datetime
import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from commun.dates import MOIS, MOIS_ABREGES, Periode
from commun.noms import normalise_nom
from plans_action.models import Indicateur

LIGNES_MAXIMUM = 500
PROCHE = 0.86
_ESPACES = re.compile(r"[\s\u00a0\u202f]+")
_NOMBRE = re.compile(r"-?\d+(?:[.,]\d+)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_JOUR = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})")
_MOIS_CHIFFRES = re.compile(r"(\d{1,2})[/.](\d{4})")
_MOIS_LETTRES = re.compile(r"([^\W\d_]+)\.?[\s\-]*(\d{4}|\d{2})")
_NOMS_DE_MOIS = {normalise_nom(nom): rang + 1 for noms in (MOIS, MOIS_ABREGES) for rang, nom in enumerate(noms)} | {
    "fev": 2,
    "jan": 1,
    "aou": 8,
    "juill": 7,
    "avril": 4,
}


class NombreIllisible(ValueError):
    """The text is no number; the sentence is shown."""


def read_number(texte: str) -> Decimal:
    """Return "1 234,5" or "37,5 %" as a number; raise NombreIllisible."""
    propre = _ESPACES.sub("", texte).removesuffix("%").replace("\u2212", "-")
    if not _NOMBRE.fullmatch(propre) or len(propre) > 20:
        raise NombreIllisible(f"« {texte[:40]} » n’est pas un nombre : écrivez par exemple 1 250 ou 37,5.")
    try:
        return Decimal(propre.replace(",", "."))
    except InvalidOperation:
        raise NombreIllisible("Ce nombre ne peut pas être lu.") from None


def read_day(texte: str, *, today: datetime.date) -> datetime.date | None:
    """Return the day of a date or the last day of a month (today in the month under way), None for anything else."""
    texte = texte.strip().lower()
    try:
        if found := _ISO.fullmatch(texte):
            annee, mois, jour = found.groups()
            return datetime.date(int(annee), int(mois), int(jour)) if jour else _end(int(annee), int(mois), today)
        if found := _JOUR.fullmatch(texte):
            jour, mois, annee = found.groups()
            return datetime.date(_annee(annee), int(mois), int(jour))
        if found := _MOIS_CHIFFRES.fullmatch(texte):
            return _end(int(found[2]), int(found[1]), today)
        if found := _MOIS_LETTRES.fullmatch(texte):
            rang = _NOMS_DE_MOIS.get(normalise_nom(found[1]))
            return _end(_annee(found[2]), rang, today) if rang else None
    except ValueError:
        return None
    return None


def _annee(texte: str) -> int:
    return int(texte) if len(texte) == 4 else 2000 + int(texte)


def _end(annee: int, mois: int, today: datetime.date) -> datetime.date:
    periode = Periode.mois(datetime.date(annee, mois, 1))
    return today if periode.debut <= today <= periode.fin else periode.fin


@dataclass(frozen=True)
class Compris:
    """A number that was understood: of which indicateur, on which day."""

    indicateur: Indicateur
    jour: datetime.date
    valeur: Decimal
    source: str
    ecrit: str  # how the indicateur was written, when not by its very name


@dataclass(frozen=True)
class Incompris:
    """Something of a line that was not understood, and why."""

    rang: int
    texte: str
    raison: str


@dataclass(frozen=True)
class Collage:
    """What was understood of a paste, what was not, and the text that remains to be corrected."""

    compris: list[Compris]
    incompris: list[Incompris]
    reste: str


class Reconnaissance:
    """Finds an indicateur by how people write its name: exactly, as a part of it, or nearly."""

    def __init__(self, indicateurs: Sequence[Indicateur]) -> None:
        self.indicateurs = [(normalise_nom(indicateur.libelle), indicateur) for indicateur in indicateurs]

    def find(self, texte: str) -> tuple[Indicateur | None, str]:
        """Return the indicateur, or None and why."""
        cherche = normalise_nom(texte)
        if not cherche:
            return None, "Le nom de l’indicateur manque."
        for trouves in (
            [i for nom, i in self.indicateurs if nom == cherche],
            [i for nom, i in self.indicateurs if len(cherche) >= 4 and cherche in nom],
            [i for nom, i in self.indicateurs if difflib.SequenceMatcher(None, nom, cherche).ratio() >= PROCHE],
        ):
            if len(trouves) == 1:
                return trouves[0], ""
            if trouves:
                return None, f"Plusieurs indicateurs ressemblent à « {texte[:60]} » : écrivez le nom entier."
        return None, f"Aucun indicateur relevé ne s’appelle « {texte[:60]} »."


def read_paste(texte: str, indicateurs: Sequence[Indicateur], *, today: datetime.date) -> Collage:
    """Return what a pasted text says."""
    reconnaissance = Reconnaissance(indicateurs)
    compris: list[Compris] = []
    incompris: list[Incompris] = []
    restes: list[str] = []
    mois: list[datetime.date | None] = []
    entete = ""
    lignes = texte.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for rang, ligne in enumerate(lignes[:LIGNES_MAXIMUM], start=1):
        if not ligne.strip():
            continue
        cellules = [cellule.strip() for cellule in (ligne.split("\t") if "\t" in ligne else ligne.split(";"))]
        jours = [read_day(cellule, today=today) for cellule in cellules[1:]]
        if _is_header(cellules, jours):
            mois, entete = jours, ligne
            continue
        found, refus = (
            _read_row(cellules, mois, reconnaissance) if mois else _read_line(cellules, reconnaissance, today)
        )
        compris += found
        if refus:
            incompris += [Incompris(rang, ligne.strip(), raison) for raison in refus]
            restes.append(ligne)
    trop = [ligne for ligne in lignes[LIGNES_MAXIMUM:] if ligne.strip()]
    if trop:
        incompris.append(
            Incompris(LIGNES_MAXIMUM + 1, trop[0].strip(), f"Au-delà de {LIGNES_MAXIMUM} lignes, collez en deux fois.")
        )
    reste = "\n".join(([entete] if entete and (restes or trop) else []) + restes + trop)
    return Collage(_once(compris), incompris, reste)


def _is_header(cellules: list[str], jours: list[datetime.date | None]) -> bool:
    """Tell whether a line names months: it has dates, and no number that is not one of them."""
    dated = sum(jour is not None for jour in jours)
    return dated > 0 and all(jour is not None or not cellule for cellule, jour in zip(cellules[1:], jours, strict=True))


def _read_row(
    cellules: list[str], mois: list[datetime.date | None], reconnaissance: Reconnaissance
) -> tuple[list[Compris], list[str]]:
    """Read a row of a table of months; an empty cell says nothing."""
    indicateur, raison = reconnaissance.find(cellules[0])
    if indicateur is None:
        return [], [raison]
    compris, refus = [], []
    ecrit = "" if normalise_nom(cellules[0]) == normalise_nom(indicateur.libelle) else cellules[0]
    for rang, cellule in enumerate(cellules[1:]):
        if not cellule:
            continue
        jour = mois[rang] if rang < len(mois) else None
        if jour is None:
            refus.append(f"« {cellule[:40]} » est dans une colonne sans mois.")
            continue
        try:
            compris.append(Compris(indicateur, jour, read_number(cellule), "", ecrit))
        except NombreIllisible as erreur:
            refus.append(str(erreur))
    return compris, refus


def _read_line(
    cellules: list[str], reconnaissance: Reconnaissance, today: datetime.date
) -> tuple[list[Compris], list[str]]:
    """Read « indicateur ; date ; valeur ; source »."""
    if len(cellules) < 3:
        return [], ["Il faut trois cases : indicateur, date, valeur ; ou une première ligne avec des mois."]
    indicateur, raison = reconnaissance.find(cellules[0])
    if indicateur is None:
        return [], [raison]
    jour = read_day(cellules[1], today=today)
    if jour is None:
        return [], [f"« {cellules[1][:40]} » n’est pas une date : écrivez 31/10/2026 ou octobre 2026."]
    ecrit = "" if normalise_nom(cellules[0]) == normalise_nom(indicateur.libelle) else cellules[0]
    source = cellules[3][:200] if len(cellules) > 3 else ""
    try:
        return [Compris(indicateur, jour, read_number(cellules[2]), source, ecrit)], []
    except NombreIllisible as erreur:
        return [], [str(erreur)]


def _once(compris: list[Compris]) -> list[Compris]:
    """Keep the last number of each indicateur and day."""
    return list({(item.indicateur.pk, item.jour): item for item in compris}.values())
