"""When the house is open: working days, busier and quieter months, and the days when each place receives."""

import datetime
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

from accueil.permanences import Recurrence, is_ferie, occurrences

PARIS = ZoneInfo("Europe/Paris")
JOUR = datetime.timedelta(days=1)
# How busy each month is: the new school year fills the house, August empties it.
SAISON = {1: 1.15, 2: 0.95, 3: 1.1, 4: 0.95, 5: 0.9, 6: 1.0, 7: 0.75, 8: 0.35, 9: 1.3, 10: 1.25, 11: 1.1, 12: 0.75}
SEMAINE = {1: 1.1, 2: 1.1, 3: 0.95, 4: 1.05, 5: 0.8}
ENTRETIEN_MINUTES = 45


def moment(day: datetime.date, heure: datetime.time) -> datetime.datetime:
    """Return an hour of a day where the Mission Locale is."""
    return datetime.datetime.combine(day, heure, PARIS)


def is_ouvert(day: datetime.date) -> bool:
    """Tell whether the house is open that day."""
    return day.isoweekday() <= 5 and not is_ferie(day)


def jour_ouvert(day: datetime.date, pas: datetime.timedelta = JOUR) -> datetime.date:
    """Return the first open day from a day on; with `-JOUR`, the last one until that day."""
    while not is_ouvert(day):
        day += pas
    return day


@dataclass
class Calendrier:
    """The open days from `debut` to `fin` (excluded), with a weight each, so that a day is drawn by its season."""

    debut: datetime.date
    fin: datetime.date
    jours: list[datetime.date] = field(init=False)
    cumul: list[float] = field(init=False)

    def __post_init__(self) -> None:
        """List the open days once."""
        span = (self.fin - self.debut).days
        self.jours = [day for n in range(span) if is_ouvert(day := self.debut + n * JOUR)]
        weights = (SAISON[day.month] * SEMAINE[day.isoweekday()] for day in self.jours)
        self.cumul = [0.0, *accumulate(weights)]

    def rang(self, day: datetime.date) -> int:
        """Return the rank of the first open day at or after a day."""
        return bisect_left(self.jours, day)

    def poids(self, du: int, au: int) -> float:
        """Return how busy the days of rank `du` to `au` (excluded) are together."""
        return self.cumul[au] - self.cumul[du] if du < au else 0.0

    def tire(self, hasard: float, du: int, au: int) -> int:
        """Return the rank of a day between two ranks (`au` excluded), busy days more often; `hasard` from 0 to 1."""
        target = self.cumul[du] + hasard * (self.cumul[au] - self.cumul[du])
        return min(max(bisect_left(self.cumul, target) - 1, du), au - 1)


@dataclass
class Presence:
    """When somebody of the team receives at a place."""

    jours: list[int]  # ranks in the calendar, in order
    heures: dict[int, tuple[datetime.time, datetime.time]]

    def proche(self, rang: int, du: int, au: int) -> int | None:
        """Return the day of presence nearest to a rank, within bounds (`au` excluded)."""
        position = bisect_left(self.jours, rang)
        for candidate in self.jours[position : position + 1] + self.jours[max(position - 1, 0) : position]:
            if du <= candidate < au:
                return candidate
        return None

    def creneaux(self, rang: int) -> list[datetime.time]:
        """Return the hours at which an interview may start that day."""
        debut, fin = self.heures[rang]
        return quarts(debut, fin)


@lru_cache(maxsize=64)
def quarts(debut: datetime.time, fin: datetime.time) -> list[datetime.time]:
    """Return every quarter of an hour from `debut` until an interview no longer fits; nobody receives at lunch."""
    first, last = debut.hour * 60 + debut.minute, fin.hour * 60 + fin.minute - ENTRETIEN_MINUTES
    minutes = [m for m in range(first, last + 1, 15) if not 12 * 60 - 15 < m < 13 * 60 + 30 or last <= 13 * 60]
    return [datetime.time(m // 60, m % 60) for m in minutes]


def presence(calendrier: Calendrier, recurrences: Sequence[Recurrence]) -> Presence:
    """Return when a place receives, from its permanences."""
    heures: dict[int, tuple[datetime.time, datetime.time]] = {}
    for recurrence in recurrences:
        for day in occurrences(recurrence, calendrier.debut, calendrier.fin - JOUR):
            heures[calendrier.rang(day)] = (recurrence.heure_debut, recurrence.heure_fin)
    return Presence(jours=sorted(heures), heures=heures)
