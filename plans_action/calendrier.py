"""A month of the plan: weeks of days, each with what falls on it."""

import calendar
import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from commun.dates import add_months, mois_en_lettres
from plans_action.echeancier import Repere, all_reperes
from plans_action.models import FicheAction, ProjetAssociatif


@dataclass(frozen=True)
class Jour:
    """A day of the month shown, or of a neighbour that fills a week."""

    jour: datetime.date
    du_mois: bool
    aujourdhui: bool
    reperes: list[Repere]


@dataclass(frozen=True)
class Mois:
    """A month ready to be shown."""

    debut: datetime.date
    semaines: list[list[Jour]]
    nombre: int
    en_retard: int

    @property
    def titre(self) -> str:
        """Return "Novembre 2026"."""
        return mois_en_lettres(self.debut).capitalize()

    @property
    def precedent(self) -> datetime.date:
        """Return the first day of the month before."""
        return add_months(self.debut, -1)

    @property
    def suivant(self) -> datetime.date:
        """Return the first day of the month after."""
        return add_months(self.debut, 1)


def read_mois(texte: str, *, today: datetime.date) -> datetime.date:
    """Return the first day of the month of an address, of today's for anything else."""
    if match := re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", texte, re.ASCII):
        return datetime.date(int(match[1]), int(match[2]), 1)
    return today.replace(day=1)


def build(
    fiches: Iterable[FicheAction], projet: ProjetAssociatif, *, mois: datetime.date, today: datetime.date
) -> Mois:
    """Return a month with what falls on its days."""
    weeks = calendar.Calendar().monthdatescalendar(mois.year, mois.month)
    last = add_months(mois, 1) - datetime.timedelta(days=1)
    reperes = all_reperes(fiches, projet, today=today, du=mois, au=last)
    par_jour: dict[datetime.date, list[Repere]] = {}
    for repere in reperes:
        par_jour.setdefault(repere.jour, []).append(repere)
    semaines = [
        [Jour(jour, jour.month == mois.month, jour == today, par_jour.get(jour, [])) for jour in week] for week in weeks
    ]
    return Mois(mois, semaines, len(reperes), sum(repere.en_retard for repere in reperes))
