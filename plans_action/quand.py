"""
The « quand » of a line, in the words of its author: a date, a period, a day counted from the action, or only words.

Nothing is guessed: a text that is not wholly one of the known writings stays words, and a doubt ("2021 ?", "vers
mars") is remembered, so that a doubtful date is shown but never made a deadline.
"""

import calendar
import datetime
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from commun.dates import add_months

MOIS = {
    "janvier": 1, "janv": 1, "fevrier": 2, "fev": 2, "fevr": 2, "mars": 3, "avril": 4, "avr": 4, "mai": 5, "juin": 6,
    "juillet": 7, "juil": 7, "aout": 8, "septembre": 9, "sept": 9, "octobre": 10, "oct": 10, "novembre": 11, "nov": 11,
    "decembre": 12, "dec": 12,
}  # fmt: skip
NOMBRES = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10, "onze": 11, "douze": 12, "quinze": 15, "vingt": 20, "trente": 30,
}  # fmt: skip
ANNEES = range(1990, 2101)


@dataclass(frozen=True)
class Decalage:
    """A day counted from that of the action: months first, then days."""

    mois: int = 0
    jours: int = 0

    def from_day(self, jour: datetime.date) -> datetime.date:
        """Return the day meant when the action is on `jour`."""
        return add_months(jour, self.mois) + datetime.timedelta(days=self.jours)


@dataclass(frozen=True)
class Quand:
    """
    What was understood: `debut` and `fin` of a date or a period, or `de` and `a` counted from the day of the action.

    `doute` is True when the author was not sure.
    """

    genre: Literal["date", "periode", "relatif", "mots"]
    debut: datetime.date | None = None
    fin: datetime.date | None = None
    de: Decalage | None = None
    a: Decalage | None = None
    doute: bool = False

    def resolve(self, date_action: datetime.date | None) -> tuple[datetime.date, datetime.date] | None:
        """Return the first and the last day meant, None when they are not known (yet)."""
        if self.debut is not None and self.fin is not None:
            return self.debut, self.fin
        if self.de is not None and self.a is not None and date_action is not None:
            try:
                first, last = sorted((self.de.from_day(date_action), self.a.from_day(date_action)))
                return first, last
            except (OverflowError, ValueError):  # thousands of years away: nobody means it
                return None
        return None


MOTS = Quand("mots")


def parse_quand(texte: str) -> Quand:
    """Return what a text says of a moment; "mots" when it is not wholly understood."""
    plain = _plain(texte)
    doute = "?" in texte
    if vers := re.match(r"(?:vers|environ|autour de|courant) (?:le )?(?=.)", plain):
        plain, doute = plain[vers.end() :], True
    plain = re.sub(r"^(?:avant le|pour le|d'ici le|d'ici|avant|pour|en|au|a|le)(?: mois de)? (?=.)", "", plain)
    for reader in (_read_relatif, _read_date, _read_periode):
        if (found := reader(plain)) is not None:
            de, a = found
            if isinstance(de, Decalage) and isinstance(a, Decalage):
                return Quand("relatif", de=de, a=a, doute=doute)
            if isinstance(de, datetime.date) and isinstance(a, datetime.date) and de <= a:
                return Quand("date" if de == a else "periode", de, a, doute=doute)
    return MOTS


def last_day(textes: Iterable[str], date_action: datetime.date | None) -> datetime.date | None:
    """Return the last day that several « quand » lead to; doubtful ones count for nothing."""
    jours = []
    for texte in textes:
        for ligne in texte.splitlines():
            quand = parse_quand(ligne)
            bounds = quand.resolve(date_action)
            if bounds is not None and not quand.doute:
                jours.append(bounds[1])
    return max(jours, default=None)


# --- Reading ---------------------------------------------------------------------------------------

_Bornes = tuple[datetime.date, datetime.date] | tuple[Decalage, Decalage]


def _plain(texte: str) -> str:
    """Return a text without accents, capitals, odd dashes, final signs: only what is compared stays."""
    sans = "".join(lettre for lettre in unicodedata.normalize("NFKD", texte) if not unicodedata.combining(lettre))
    sans = re.sub("[\u2010-\u2015\u2212]", "-", sans.replace("\u2019", "'")).lower()
    sans = re.sub(r"\b1er\b", "1", sans)
    return " ".join(sans.split()).strip(" .,;:?!()")


def _day(annee: int, mois: int, jour: int) -> datetime.date | None:
    if annee not in ANNEES or not 1 <= mois <= 12 or not 1 <= jour <= calendar.monthrange(annee, mois)[1]:
        return None
    return datetime.date(annee, mois, jour)


def _month(annee: int, mois: int, debut: int = 1, fin: int = 31) -> tuple[datetime.date, datetime.date] | None:
    if annee not in ANNEES:
        return None
    dernier = calendar.monthrange(annee, mois)[1]
    return datetime.date(annee, mois, debut), datetime.date(annee, mois, min(fin, dernier))


_NOM_JOUR = r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?"
_NOM_MOIS = "|".join(sorted(MOIS, key=len, reverse=True))
_EN_CHIFFRES = re.compile(_NOM_JOUR + r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_EN_LETTRES = re.compile(_NOM_JOUR + rf"(\d{{1,2}}) ({_NOM_MOIS})\.? (\d{{4}})")


def _one_date(plain: str) -> datetime.date | None:
    if match := _EN_CHIFFRES.fullmatch(plain):
        return _day(int(match[3]), int(match[2]), int(match[1]))
    if match := _ISO.fullmatch(plain):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _EN_LETTRES.fullmatch(plain):
        return _day(int(match[3]), MOIS[match[2]], int(match[1]))
    return None


def _read_date(plain: str) -> _Bornes | None:
    jour = _one_date(plain)
    return (jour, jour) if jour else None


_PART_DE_MOIS = {"debut": (1, 10), "mi": (11, 20), "mi-": (11, 20), "fin": (21, 31), "": (1, 31)}
_PARTIE = re.compile(rf"(?:(debut|mi|mi-|fin)[ -]?)?({_NOM_MOIS})\.? (\d{{4}})")
_PART_D_ANNEE = {"debut": (1, 3), "mi": (5, 8), "fin": (10, 12)}
_ANNEE = re.compile(r"(?:l'annee |annee |(debut|mi|fin)(?: de l'annee| d'annee)?[ -])?(\d{4})")
_DECOUPE = re.compile(
    r"(?:(?:le |au )?(1|2|3|4|premier|deuxieme|troisieme|quatrieme|second)(?:e|eme|nd|ere)? ?(trimestre|semestre)|"
    r"([ts])([1-4]))(?: de)? (\d{4})"
)
_RANGS = {"premier": 1, "deuxieme": 2, "second": 2, "troisieme": 3, "quatrieme": 4}
_SCOLAIRE = re.compile(r"(?:annee scolaire )(\d{4}) ?[-/] ?(\d{4})")
_MOIS_A_MOIS = re.compile(
    rf"(?:de |d'|du mois de )?({_NOM_MOIS})(?: (\d{{4}}))?(?: a | au | - | jusqu'a | jusqu'en )({_NOM_MOIS}) (\d{{4}})"
)
_JOUR_A_JOUR = re.compile(r"(?:entre le |du |de )?(.+?)(?: au | jusqu'au | et le | - )(.+)")


def _read_periode(plain: str) -> _Bornes | None:
    for reader in (_part_of_month, _part_of_year, _quarter, _school_year, _month_to_month, _day_to_day):
        if (found := reader(plain)) is not None:
            return found
    return None


def _part_of_month(plain: str) -> _Bornes | None:
    if not (match := _PARTIE.fullmatch(plain)):
        return None
    return _month(int(match[3]), MOIS[match[2]], *_PART_DE_MOIS[match[1] or ""])


def _part_of_year(plain: str) -> _Bornes | None:
    if not (match := _ANNEE.fullmatch(plain)):
        return None
    premier, dernier = _PART_D_ANNEE[match[1]] if match[1] else (1, 12)
    return _months(int(match[2]), premier, dernier)


def _months(annee: int, premier: int, dernier: int) -> _Bornes | None:
    debut, fin = _month(annee, premier), _month(annee, dernier)
    return (debut[0], fin[1]) if debut and fin else None


def _quarter(plain: str) -> _Bornes | None:
    if not (match := _DECOUPE.fullmatch(plain)):
        return None
    mot = match[1] or match[4]
    rang = _RANGS[mot] if mot in _RANGS else int(mot)
    length = 3 if (match[2] or match[3]).startswith("t") else 6
    if rang * length > 12:
        return None
    return _months(int(match[5]), (rang - 1) * length + 1, rang * length)


def _school_year(plain: str) -> _Bornes | None:
    match = _SCOLAIRE.fullmatch(plain)
    if not match or int(match[2]) != int(match[1]) + 1:
        return None
    debut, fin = _month(int(match[1]), 9), _month(int(match[2]), 8)
    return (debut[0], fin[1]) if debut and fin else None


def _month_to_month(plain: str) -> _Bornes | None:
    if not (match := _MOIS_A_MOIS.fullmatch(plain)):
        return None
    annee = int(match[4])
    premier = int(match[2]) if match[2] else annee - (MOIS[match[1]] > MOIS[match[3]])
    debut, fin = _month(premier, MOIS[match[1]]), _month(annee, MOIS[match[3]])
    return (debut[0], fin[1]) if debut and fin else None


def _day_to_day(plain: str) -> _Bornes | None:
    if not (match := _JOUR_A_JOUR.fullmatch(plain)):
        return None
    fin = _one_date(match[2])
    if fin is None:
        return None
    # « du 3 au 5 mars 2026 », « du 3 mars au 5 avril 2026 »: what the first day does not say, the last one does.
    rest = [
        match[1],
        f"{match[1]} {fin.year}",
        *(f"{match[1]} {nom} {fin.year}" for nom, rang in MOIS.items() if rang == fin.month),
    ]
    debut = next((jour for texte in rest if (jour := _one_date(texte)) is not None), None)
    return (debut, fin) if debut else None


_NOMBRE = r"(\d{1,3}|" + "|".join(sorted(NOMBRES, key=len, reverse=True)) + ")"
_UNITES: dict[str, Callable[[int], Decalage]] = {
    "jour": lambda n: Decalage(jours=n),
    "semaine": lambda n: Decalage(jours=7 * n),
    "quinzaine": lambda n: Decalage(jours=15 * n),
    "mois": lambda n: Decalage(mois=n),
    "an": lambda n: Decalage(mois=12 * n),
    "annee": lambda n: Decalage(mois=12 * n),
}
_LETTRES = {"j": "jour", "s": "semaine", "m": "mois"}
_JOUR_J = re.compile(
    r"(?:jour )?j|le jour meme|jour meme|jour j|le jour de l'action|jour de l'action|pendant l'action|lors de l'action"
)
_LETTRE = re.compile(r"([jsm]) ?([+-]) ?(\d{1,3})(?: ?(?:jours?|semaines?|mois))?")
_AVANT_APRES = re.compile(
    _NOMBRE + r" (jours?|semaines?|quinzaines?|mois|ans?|annees?) (avant|apres|en amont|plus tard|plus tot)"
    r"(?: (?:l'action|l'evenement|la date|le jour j|de l'action|la visite|l'atelier|la journee))?"
)
_VEILLE = {"veille": -1, "la veille": -1, "l'avant-veille": -2, "lendemain": 1, "le lendemain": 1, "surlendemain": 2}
_RELATIF_A_RELATIF = re.compile(r"(?:de |entre |du )?(.+?)(?: a | au | et | jusqu'a | jusqu'au )(.+)")


def _one_decalage(plain: str) -> Decalage | None:
    if _JOUR_J.fullmatch(plain):
        return Decalage()
    if plain in _VEILLE:
        return Decalage(jours=_VEILLE[plain])
    if match := _LETTRE.fullmatch(plain):
        sens = -1 if match[2] == "-" else 1
        return _UNITES[_LETTRES[match[1]]](sens * int(match[3]))
    if match := _AVANT_APRES.fullmatch(plain):
        number = NOMBRES[match[1]] if match[1] in NOMBRES else int(match[1])
        unite = match[2] if match[2] == "mois" else match[2].rstrip("s")
        sens = -1 if match[3] in ("avant", "en amont", "plus tot") else 1
        return _UNITES[unite](sens * number)
    return None


def _read_relatif(plain: str) -> _Bornes | None:
    if (seul := _one_decalage(plain)) is not None:
        return seul, seul
    if match := _RELATIF_A_RELATIF.fullmatch(plain):
        de, a = _one_decalage(match[1]), _one_decalage(match[2])
        if de is not None and a is not None:
            return de, a
    return None
