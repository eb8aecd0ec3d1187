"""When a permanence takes place, and how to say it: rules over plain values, nothing is read from the database."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from dateutil import rrule

from accueil.choix import Rythme

JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
NOMBRES = ("zéro", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
# Up to that many hours, a presence is half a day.
DEMI_JOURNEE = datetime.timedelta(hours=5)
DERNIERE = -1
PAR = {
    Rythme.HEBDOMADAIRE.value: "par semaine",
    Rythme.QUINZAINE.value: "tous les quinze jours",
    Rythme.MENSUEL.value: "par mois",
}


@dataclass(frozen=True)
class Recurrence:
    """What comes back: ISO weekdays (1: Monday), and for the monthly rhythm which weeks of the month (-1: the last)."""

    rythme: str
    jours: tuple[int, ...]
    semaines_du_mois: tuple[int, ...]
    debut: datetime.date
    fin: datetime.date | None
    heure_debut: datetime.time
    heure_fin: datetime.time
    annulees: frozenset[datetime.date] = frozenset()
    ajoutees: frozenset[datetime.date] = frozenset()

    @property
    def est_demi_journee(self) -> bool:
        """Tell whether one presence lasts half a day."""
        day = datetime.date(2000, 1, 1)
        duree = datetime.datetime.combine(day, self.heure_fin) - datetime.datetime.combine(day, self.heure_debut)
        return duree <= DEMI_JOURNEE


@lru_cache(maxsize=64)
def jours_feries(annee: int) -> dict[datetime.date, str]:
    """Return the public holidays of a year in France, with their names."""
    import holidays  # a second of start-up that most processes never need

    return dict(holidays.country_holidays("FR", years=annee, language="fr"))


def is_ferie(day: datetime.date) -> bool:
    """Tell whether a day is a public holiday."""
    return day in jours_feries(day.year)


def occurrences(recurrence: Recurrence, du: datetime.date, au: datetime.date) -> list[datetime.date]:
    """
    Return the days on which it takes place, from `du` to `au` included, in order.

    Public holidays are left out and cancelled dates too; a date added on purpose takes place even on such a day.
    """
    regulieres = {day for day in _rythme(recurrence, du, au) if not is_ferie(day)}
    ajoutees = {day for day in recurrence.ajoutees if du <= day <= au}
    return sorted((regulieres - recurrence.annulees) | ajoutees)


def _rythme(recurrence: Recurrence, du: datetime.date, au: datetime.date) -> Iterable[datetime.date]:
    """Yield the days of the rhythm alone."""
    au = min(au, recurrence.fin) if recurrence.fin else au
    if not recurrence.jours or au < max(du, recurrence.debut):
        return
    jours = [rrule.weekday(jour - 1) for jour in recurrence.jours]
    start = datetime.datetime.combine(recurrence.debut, datetime.time())
    if recurrence.rythme == Rythme.MENSUEL:
        semaines = recurrence.semaines_du_mois or (1,)
        rule = rrule.rrule(rrule.MONTHLY, dtstart=start, byweekday=[jour(n) for jour in jours for n in semaines])
    else:
        # Every fifteen days counts from the week of `debut`, weeks start on Monday.
        interval = 2 if recurrence.rythme == Rythme.QUINZAINE else 1
        rule = rrule.rrule(rrule.WEEKLY, dtstart=start, interval=interval, byweekday=jours, wkst=rrule.MO)
    bounds = (datetime.datetime.combine(day, datetime.time()) for day in (max(du, recurrence.debut), au))
    yield from (moment.date() for moment in rule.between(*bounds, inc=True))


# --- In words --------------------------------------------------------------------------------------


def en_mots(recurrence: Recurrence) -> str:
    """Return the rhythm as a sentence: « deux demi-journées par mois : 1er et 3e mardis, de 9 h à 12 h »."""
    return "".join(resume([recurrence]))


def resume(recurrences: Iterable[Recurrence]) -> list[str]:
    """Return as few sentences as say several presences at one place: those of one rhythm are counted together."""
    groups: dict[tuple[str, bool], dict[tuple[Any, ...], Recurrence]] = {}
    for recurrence in recurrences:
        group = groups.setdefault((recurrence.rythme, recurrence.est_demi_journee), {})
        key = (recurrence.semaines_du_mois, recurrence.heure_debut, recurrence.heure_fin)
        # Monday with one person and Tuesday with another are, for who comes, Monday and Tuesday.
        known = group.get(key)
        jours = tuple(sorted({*recurrence.jours, *(known.jours if known else ())}))
        group[key] = replace(recurrence, jours=jours)
    return [_phrase(rythme, demi, list(group.values())) for (rythme, demi), group in groups.items()]


def _phrase(rythme: str, demi_journee: bool, parts: list[Recurrence]) -> str:
    """Return one sentence for presences of the same rhythm and length."""
    dated = [part for part in parts if part.jours]
    if not dated:
        return "dates au cas par cas"
    nombre = sum(
        len(part.jours) * (len(part.semaines_du_mois or (1,)) if rythme == Rythme.MENSUEL else 1) for part in dated
    )
    frequence = f"{_compte(nombre, 'demi-journée' if demi_journee else 'journée')} {PAR[rythme]}"
    quand = [f"{_jours(part)}, de\u00a0{heure(part.heure_debut)}\u00a0à\u00a0{heure(part.heure_fin)}" for part in dated]
    jours = "\u00a0; ".join(quand)
    return f"{frequence}\u00a0: {jours}"


def _compte(nombre: int, unite: str) -> str:
    """Return "une journée", "deux journées"."""
    mot = NOMBRES[nombre] if nombre < len(NOMBRES) else str(nombre)
    return f"{mot} {unite}{'s' if nombre > 1 else ''}"


def _jours(recurrence: Recurrence) -> str:
    """Return which days: "mardi et jeudi", "du lundi au vendredi", "1er et 3e mardis"."""
    jours = sorted(set(recurrence.jours))
    if recurrence.rythme != Rythme.MENSUEL:
        if len(jours) > 2 and jours == list(range(jours[0], jours[-1] + 1)):
            return f"du {JOURS[jours[0] - 1]} au {JOURS[jours[-1] - 1]}"
        return enumeration([JOURS[jour - 1] for jour in jours])
    semaines = sorted(set(recurrence.semaines_du_mois or (1,)), key=lambda n: n if n > 0 else 9)
    rangs = enumeration([_rang(n) for n in semaines])
    pluriel = "s" if len(semaines) > 1 else ""
    return enumeration([f"{rangs} {JOURS[jour - 1]}{pluriel}" for jour in jours])


def _rang(semaine: int) -> str:
    """Return "1er", "3e", "dernier"."""
    if semaine == DERNIERE:
        return "dernier"
    return "1er" if semaine == 1 else f"{semaine}e"


def enumeration(mots: list[str]) -> str:
    """Return "a", "a et b", "a, b et c"."""
    return " et ".join([", ".join(mots[:-1]), mots[-1]]) if len(mots) > 1 else "".join(mots)


def heure(moment: datetime.time) -> str:
    """Return "9 h" or "9 h 30", spaces unbreakable."""
    minutes = f"\u00a0{moment.minute:02d}" if moment.minute else ""
    return f"{moment.hour}\u00a0h{minutes}"
