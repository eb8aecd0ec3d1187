"""Ages, months and periods: one written rule each, computed once in Python, never differently in each database."""

import calendar
import datetime
from dataclasses import dataclass

AGE_MINIMUM = 16
# Public: 16 à 25 ans révolus, until the eve of the 26th birthday (C. trav. L5131-3).
AGE_FIN_PUBLIC = 26
MOIS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
MOIS_ABREGES = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


def age_at(naissance: datetime.date, day: datetime.date) -> int:
    """Return the age in full years; who is born on 29 February turns a year older on 1 March of other years."""
    return day.year - naissance.year - ((day.month, day.day) < (naissance.month, naissance.day))


def add_months(day: datetime.date, months: int) -> datetime.date:
    """Return the same day some months later, or the last day of that month when it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def birthday(naissance: datetime.date, age: int) -> datetime.date:
    """Return the first day on which a person has that age."""
    year = naissance.year + age
    if naissance.month == 2 and naissance.day == 29 and not calendar.isleap(year):
        return datetime.date(year, 3, 1)
    return naissance.replace(year=year)


@dataclass(frozen=True, order=True)
class Periode:
    """Days from `debut` to `fin`, both included."""

    debut: datetime.date
    fin: datetime.date

    def __post_init__(self) -> None:
        """Refuse a period that ends before it starts."""
        if self.fin < self.debut:
            raise ValueError(f"la période finit ({self.fin}) avant de commencer ({self.debut})")

    @classmethod
    def mois(cls, day: datetime.date) -> "Periode":
        """Return the calendar month of a day."""
        return cls(day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1]))

    @classmethod
    def annee(cls, year: int) -> "Periode":
        """Return the calendar year."""
        return cls(datetime.date(year, 1, 1), datetime.date(year, 12, 31))

    def previous(self) -> "Periode":
        """Return the period of as many days that ends the day before this one starts."""
        length = self.fin - self.debut
        end = self.debut - datetime.timedelta(days=1)
        return Periode(end - length, end)

    def __contains__(self, day: datetime.date) -> bool:
        return self.debut <= day <= self.fin

    def __str__(self) -> str:
        return f"du {self.debut:%d/%m/%Y} au {self.fin:%d/%m/%Y}"


def months_of(periode: Periode) -> list[Periode]:
    """Cut a period into its calendar months; the first and the last may be shorter."""
    months = []
    day = periode.debut
    while day <= periode.fin:
        month = Periode.mois(day)
        months.append(Periode(day, min(month.fin, periode.fin)))
        day = month.fin + datetime.timedelta(days=1)
    return months


def mois_en_lettres(day: datetime.date) -> str:
    """Return "novembre 2026"."""
    return f"{MOIS[day.month - 1]} {day.year}"


def mois_abrege(day: datetime.date) -> str:
    """Return "nov. 26", under a chart."""
    return f"{MOIS_ABREGES[day.month - 1]} {day:%y}"
