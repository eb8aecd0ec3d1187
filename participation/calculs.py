"""The dates of a series of séances: local days and hours first, moments afterwards."""

import datetime
from dataclasses import dataclass

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday
from django.utils import timezone

SEANCES_MAXIMUM = 60


@dataclass(frozen=True)
class Creneau:
    """From when to when."""

    debut_le: datetime.datetime
    fin_le: datetime.datetime


def local_moment(jour: datetime.date, heure: datetime.time) -> datetime.datetime:
    """
    Return the moment of a local day and hour; raise ValueError for an hour that does not exist or exists twice.

    14 h 00 stays 14 h 00 on both sides of a change of clocks, because the zone is attached to each day apart.
    """
    zone = timezone.get_current_timezone()
    naive = datetime.datetime.combine(jour, heure)
    first, second = (naive.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() != second.utcoffset():
        raise ValueError(f"Le {jour:%d/%m/%Y} à {heure:%H:%M}, les horloges changent : choisissez une autre heure.")
    return first.astimezone(datetime.UTC)


def creneau(jour: datetime.date, debut: datetime.time, fin: datetime.time) -> Creneau:
    """Return the moments of a day's hours."""
    return Creneau(local_moment(jour, debut), local_moment(jour, fin))


def jours_de_serie(*, premier: datetime.date, dernier: datetime.date, semaines: int | None) -> list[datetime.date]:
    """
    Return the days of a series, every so many weeks, or every month for None; at most SEANCES_MAXIMUM.

    Monthly keeps the weekday and its place in the month (the third Tuesday); a fifth one becomes the month's last.
    """
    if semaines is None:
        rank = (premier.day - 1) // 7 + 1
        rule = {"freq": MONTHLY, "byweekday": weekday(premier.weekday(), rank if rank < 5 else -1)}
    else:
        rule = {"freq": WEEKLY, "interval": semaines}
    # Naive on purpose: a recurrence lives on the calendar, not on the clock.
    start, end = (datetime.datetime.combine(day, datetime.time.min) for day in (premier, dernier))
    return [moment.date() for moment in rrule(dtstart=start, until=end, count=None, **rule)[:SEANCES_MAXIMUM]]


def jour_ferie(jour: datetime.date) -> str:
    """Return the name of the French public holiday that falls on a day, or the empty string."""
    import holidays  # a second to import: not at every start

    return str(holidays.country_holidays("FR", years=jour.year, language="fr").get(jour, ""))
