"""The periods over which a figure may be read: the projet, its years, quarters and months."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from commun.dates import Periode, add_months, mois_en_lettres, months_of
from evaluation.projets import elapsed
from plans_action.models import ProjetAssociatif

PROJET = "projet"


@dataclass(frozen=True)
class PeriodeNommee:
    """A period that one may choose: its code in the address and its name."""

    code: str
    libelle: str
    periode: Periode
    precedente: Periode | None = None
    libelle_precedente: str = ""


def periodes_proposees(projet: ProjetAssociatif, *, arrete_au: datetime.date) -> list[tuple[str, list[PeriodeNommee]]]:
    """Return the periods to choose from, grouped: the projet, its years, quarters and months, the latest first."""
    tout = elapsed(projet, arrete_au=arrete_au)
    mois = [Periode.mois(periode.debut) for periode in months_of(tout)]
    annees = sorted({periode.debut.year for periode in mois})
    trimestres = sorted({(periode.debut.year, (periode.debut.month - 1) // 3) for periode in mois})
    return [
        ("Projet", [PeriodeNommee(PROJET, "Depuis le début du projet", tout)]),
        ("Années", [_annee(annee) for annee in reversed(annees)]),
        ("Trimestres", [_trimestre(annee, rang) for annee, rang in reversed(trimestres)]),
        ("Mois", [_mois(periode) for periode in reversed(mois)]),
    ]


def _annee(annee: int) -> PeriodeNommee:
    return PeriodeNommee(
        str(annee), f"Année {annee}", Periode.annee(annee), Periode.annee(annee - 1), f"année {annee - 1}"
    )


def _trimestre(annee: int, rang: int) -> PeriodeNommee:
    avant_annee, avant_rang = (annee, rang - 1) if rang else (annee - 1, 3)
    return PeriodeNommee(
        f"{annee}-t{rang + 1}",
        f"{_ordinal(rang)} trimestre {annee}",
        _jours_trimestre(annee, rang),
        _jours_trimestre(avant_annee, avant_rang),
        f"{_ordinal(avant_rang)} trimestre {avant_annee}",
    )


def _ordinal(rang: int) -> str:
    return "1er" if rang == 0 else f"{rang + 1}e"


def _jours_trimestre(annee: int, rang: int) -> Periode:
    fin = Periode.mois(datetime.date(annee, 3 * rang + 3, 1)).fin
    return Periode(datetime.date(annee, 3 * rang + 1, 1), fin)


def _mois(periode: Periode) -> PeriodeNommee:
    avant = Periode.mois(periode.debut - datetime.timedelta(days=1))
    nom, nom_avant = (mois_en_lettres(p.debut) for p in (periode, avant))
    return PeriodeNommee(f"{periode.debut:%Y-%m}", nom.capitalize(), periode, avant, nom_avant)


def choisie(groupes: list[tuple[str, list[PeriodeNommee]]], code: str) -> PeriodeNommee:
    """Return the period that the address names, the projet by default."""
    toutes = {periode.code: periode for _, periodes in groupes for periode in periodes}
    return toutes.get(code, toutes[PROJET])


LIBRE = "libre"
JOURS_IMPOSSIBLES = (
    "Ces deux jours ne font pas une période : choisissez un premier jour passé, et un dernier plus tard."
)


def un_an_avant(periode: Periode) -> Periode:
    """Return the same days a year before; the end of a month stays the end of a month."""
    fin = add_months(periode.fin, -12)
    if periode.fin == Periode.mois(periode.fin).fin:
        fin = Periode.mois(fin).fin
    return Periode(add_months(periode.debut, -12), fin)


def libre(du: str, au: str, *, arrete_au: datetime.date) -> PeriodeNommee | None:
    """Return the period between two days typed in the address, None when they make none."""
    try:
        periode = Periode(datetime.date.fromisoformat(du), datetime.date.fromisoformat(au))
    except ValueError:
        return None
    if not datetime.date(2000, 1, 1) <= periode.debut <= arrete_au or periode.fin.year > arrete_au.year + 1:
        return None
    avant = periode.previous()
    return PeriodeNommee(LIBRE, f"Du {periode.debut:%d/%m/%Y} au {periode.fin:%d/%m/%Y}", periode, avant, str(avant))


class PeriodeLue(NamedTuple):
    """What an address asks for: the periods it could have named, the one read, and why that is not what was asked."""

    groupes: list[tuple[str, list[PeriodeNommee]]]
    choix: PeriodeNommee
    du: str
    au: str
    erreur: str


def lue(projet: ProjetAssociatif, adresse: Mapping[str, str], *, arrete_au: datetime.date) -> PeriodeLue:
    """Read the period that an address names, or its two days; the projet when they make no period."""
    groupes = periodes_proposees(projet, arrete_au=arrete_au)
    code, du, au = (adresse.get(nom, "")[:10] for nom in ("periode", "du", "au"))
    choix = choisie(groupes, code)
    if code != LIBRE:
        return PeriodeLue(groupes, choix, du, au, "")
    if not du and not au:  # just chosen: the days of the projet, to be changed
        du, au = f"{choix.periode.debut:%Y-%m-%d}", f"{arrete_au:%Y-%m-%d}"
    voulue = libre(du, au, arrete_au=arrete_au)
    erreur = "" if voulue else JOURS_IMPOSSIBLES
    return PeriodeLue(groupes, voulue or choix, du, au, erreur)
