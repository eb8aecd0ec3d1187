"""The figures: how many statements, and what each counts."""

import datetime
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Value, When

from commun.dates import Periode
from commun.enonces import (
    BITS,
    BitDeTranche,
    Enonce,
    count_and_sum,
    count_each,
    count_rows,
    count_rows_by_day,
    count_with_bits,
)
from commun.mesures import Condition, Contexte, DemandeInvalide, Distinct, Lignes, MesureInconnue
from commun.sql import OuDesBits
from evaluation.choix import EtatValeur
from evaluation.moteur.demandes import Demande, Part, Resultat
from evaluation.moteur.enonces import enonce_of, meets
from evaluation.moteur.lectures import read_numbers
from evaluation.moteur.plans import Parts, Plan, prepare

# A statement has at most that many columns (SQLite: 2,000; PostgreSQL: 1,664).
COLONNES_MAXIMUM = 800


def calculer(
    demandes: Iterable[Demande], *, arrete_au: datetime.date, memoire: dict[Any, Any] | None = None
) -> dict[Demande, Resultat]:
    """
    Return each figure asked for; one that cannot be known is « non mesuré » with its reason, never an error.

    `memoire` keeps what is read once for a whole page (the definitions).
    """
    resultats: dict[Demande, Resultat] = {}
    groupes: dict[tuple[Any, ...], list[Plan]] = {}
    lectures: list[Plan] = []
    memoire = {} if memoire is None else memoire
    for demande in dict.fromkeys(demandes):
        try:
            plan = prepare(demande, arrete_au=arrete_au, memoire=memoire)
        except (MesureInconnue, DemandeInvalide) as error:
            resultats[demande] = _non_mesure(demande, error)
        else:
            if plan.lecture is None:
                groupes.setdefault(plan.groupe, []).append(plan)
            else:
                lectures.append(plan)
    resultats |= read_numbers(lectures)
    for plans in groupes.values():
        # Cut off at the same day, a month, its year and the projet may be the same days: counted once.
        different = {(plan.mesure.cle, plan.periode): plan for plan in plans}
        counts = dict(zip(different, _count(list(different.values())), strict=True))
        for plan in plans:
            resultats[plan.demande] = plan.result(counts[plan.mesure.cle, plan.periode])
    return resultats


def serie(
    demande: Demande,
    periodes: Sequence[Periode],
    *,
    arrete_au: datetime.date,
    memoire: dict[Any, Any] | None = None,
) -> list[Resultat]:
    """Return one figure per period, in as many statements as for one."""
    demandes = [demande.over(periode) for periode in periodes]
    resultats = calculer(demandes, arrete_au=arrete_au, memoire=memoire)
    return [resultats[item] for item in demandes]


@dataclass(frozen=True)
class Terme:
    """One count to make: for which plan, for which part of its figure."""

    rang: int
    part: Part
    plan: Plan
    compteur: Lignes | Distinct

    @property
    def condition(self) -> Condition:
        """Return the condition of the count."""
        return self.compteur.condition

    @property
    def is_additive(self) -> bool:
        """Tell whether counts of days make the count of a period."""
        return isinstance(self.compteur, Lignes) and isinstance(self.condition, Q)

    @property
    def is_people(self) -> bool:
        """Tell whether different values are counted under one condition, the same for every period."""
        return isinstance(self.compteur, Distinct) and isinstance(self.condition, Q)


def _count(plans: list[Plan]) -> list[Parts]:
    """Return the counts of plans that count the same rows."""
    counts: list[Parts] = [dict.fromkeys(plan.compteurs, 0) for plan in plans]
    termes = [
        Terme(rang, part, plan, compteur)
        for rang, plan in enumerate(plans)
        for part in plan.compteurs
        for compteur in plan.terms(part)
    ]
    if len({plan.fenetre for plan in plans}) > 1:
        _count_by_day([terme for terme in termes if terme.is_additive], counts)
        _count_people_over([terme for terme in termes if terme.is_people], counts)
        _count_alone([terme for terme in termes if not terme.is_additive and not terme.is_people], counts)
    elif _are_rows_by_person(termes):
        _count_rows_by_person(termes, counts)
    else:
        _count_rows([terme for terme in termes if isinstance(terme.compteur, Lignes)], counts)
        for terme in termes:
            if isinstance(terme.compteur, Distinct):
                counts[terme.rang][terme.part] += _count_people(terme)
    return counts


def _whole(termes: list[Terme]) -> Periode:
    """Return the days from the first to the last of the windows."""
    fenetres = [terme.plan.fenetre for terme in termes]
    return Periode(min(fenetre.debut for fenetre in fenetres), max(fenetre.fin for fenetre in fenetres))


def _are_rows_by_person(termes: list[Terme]) -> bool:
    """Tell whether rows are counted beside all the people that they are about: a mean number of interviews…"""
    compteurs = [terme.compteur for terme in termes]
    people = {compteur.champ for compteur in compteurs if isinstance(compteur, Distinct) and not compteur.condition}
    if len(people) != 1 or not all(isinstance(compteur.condition, Q) for compteur in compteurs):
        return False
    return {Q(**{f"{champ}__isnull": False}) for champ in people} == {
        compteur.condition for compteur in compteurs if isinstance(compteur, Lignes) or compteur.condition
    }


def _count_rows_by_person(termes: list[Terme], counts: list[Parts]) -> None:
    """Count the rows of each person in one reading: their number is that of people, their sum that of rows."""
    champ = next(terme.compteur.champ for terme in termes if isinstance(terme.compteur, Distinct))

    def lignes(rows: QuerySet[Any], contexte: Contexte) -> Any:
        return _named(rows, champ).values(champ).annotate(n=Count("*"))

    people, rows = count_and_sum(enonce_of(termes[0].plan, lignes, forme=("par personne", champ)), champ, ["n"])
    for terme in termes:
        counts[terme.rang][terme.part] += people if isinstance(terme.compteur, Distinct) else rows


def _named(rows: QuerySet[Any], champ: str) -> QuerySet[Any]:
    return rows.filter(**{f"{champ}__isnull": False})


def _count_people(terme: Terme) -> int:
    """Count different values in a statement of its own: SELECT COUNT(*) FROM (SELECT DISTINCT …), twice as fast."""
    return count_rows(_people(terme))[0]


def _people(terme: Terme) -> Enonce:
    """Return the statement of the different values of a count, over its own days."""
    compteur = terme.compteur
    assert isinstance(compteur, Distinct)
    champ = compteur.champ

    def lignes(rows: QuerySet[Any], contexte: Contexte) -> Any:
        return _named(rows.filter(meets(compteur.condition, contexte)), champ).values(champ).distinct()

    return enonce_of(terme.plan, lignes, forme=("personnes", champ, compteur.condition))


def _count_people_over(termes: list[Terme], counts: list[Parts]) -> None:
    """
    Count different values in many periods, reading the rows once.

    The bounds of the periods cut time into stretches, each of which is a bit. Each person becomes the bits of the
    stretches where she is; she counts in a period when one of its bits is hers.
    """
    groupes: dict[Any, list[Terme]] = defaultdict(list)
    for terme in termes:
        groupes[terme.compteur.champ, terme.condition].append(terme)  # type: ignore[union-attr]
    for (champ, condition), groupe in groupes.items():
        periodes = list(dict.fromkeys(terme.plan.fenetre for terme in groupe))
        tranches = Tranches(periodes)
        people = _bits_of_people(groupe, champ, condition, tranches)
        found = dict(zip(periodes, count_with_bits(people, [tranches.bits(p) for p in periodes]), strict=True))
        for terme in groupe:
            counts[terme.rang][terme.part] += found[terme.plan.fenetre]


def _bits_of_people(groupe: list[Terme], champ: str, condition: Q, tranches: "Tranches") -> Enonce:
    """Return the statement of the bits of each person."""
    plan, nombre = groupe[0].plan, len(tranches.debuts)

    def lignes(rows: QuerySet[Any], contexte: Contexte) -> Any:
        bits = {f"m{mot}": OuDesBits(BitDeTranche(plan.mesure.axe_date, nombre, mot)) for mot in range(tranches.mots)}
        return _named(rows.filter(condition), champ).values(champ).annotate(**bits)

    jours = {f"t{rang}": debut for rang, debut in enumerate(tranches.debuts)}
    return enonce_of(plan, lignes, forme=("tranches", champ, condition, nombre), fenetre=_whole(groupe), **jours)


class Tranches:
    """Periods cut into the stretches between their bounds; the bits of a stretch are spread over words of 60."""

    def __init__(self, periodes: Sequence[Periode]) -> None:
        jour = datetime.timedelta(days=1)
        self.fin = max(periode.fin for periode in periodes)
        bornes = {periode.debut for periode in periodes} | {periode.fin + jour for periode in periodes}
        self.debuts = sorted(bornes - {self.fin + jour})
        self.mots = -(-len(self.debuts) // BITS)

    def bits(self, periode: Periode) -> list[tuple[str, int]]:
        """Return the bits of the stretches of a period, word by word."""
        rangs = range(bisect_left(self.debuts, periode.debut), bisect_right(self.debuts, periode.fin))
        mots = {rang // BITS for rang in rangs}
        return [(f"m{mot}", sum(1 << (rang % BITS) for rang in rangs if rang // BITS == mot)) for mot in sorted(mots)]


def _count_alone(termes: list[Terme], counts: list[Parts]) -> None:
    """Count under conditions that change with the period: each reads its own days, all in one statement."""
    enonces = [_people(terme) if isinstance(terme.compteur, Distinct) else _rows(terme) for terme in termes]
    for start in range(0, len(termes), COLONNES_MAXIMUM):
        lot = slice(start, start + COLONNES_MAXIMUM)
        for terme, count in zip(termes[lot], count_each(enonces[lot]), strict=True):
            counts[terme.rang][terme.part] += count


def _rows(terme: Terme) -> Enonce:
    """Return the statement of the rows of a count, over its own days."""

    def lignes(rows: QuerySet[Any], contexte: Contexte) -> Any:
        return rows.filter(meets(terme.condition, contexte)).values("pk")

    return enonce_of(terme.plan, lignes, forme=("clés", terme.condition))


def _count_by_day(termes: list[Terme], counts: list[Parts]) -> None:
    """Count rows per day in one pass, then add days up for each period: rows are additive, people are not."""
    if not termes:
        return
    plan = termes[0].plan
    places = _places(termes)

    def lignes(rows: QuerySet[Any], contexte: Contexte) -> Any:
        flags = _flags(places, contexte)
        return rows.annotate(le=F(plan.mesure.axe_date), **flags).values("le", *flags)

    enonce = enonce_of(plan, lignes, forme=("par jour", *places), fenetre=_whole(termes))
    days, rows = count_rows_by_day(enonce, "le", _names(places))
    sums = {condition: [0, *accumulate(row[rank] for row in rows)] for condition, rank in places.items()}
    for terme in termes:
        fenetre, sum_until = terme.plan.fenetre, sums[terme.condition]
        low, high = bisect_left(days, fenetre.debut), bisect_right(days, fenetre.fin)
        counts[terme.rang][terme.part] += sum_until[high] - sum_until[low]


def _places(termes: list[Terme]) -> dict[Condition, int]:
    """Return the place of the count of each condition: that of all rows first, then a column a condition."""
    some = dict.fromkeys(terme.condition for terme in termes if terme.condition)
    return {Q(): 0, **{condition: rank for rank, condition in enumerate(some, start=1)}}


def _names(places: dict[Condition, int]) -> list[str]:
    return [f"c{rank}" for rank in places.values() if rank]


def _flags(places: dict[Condition, int], contexte: Contexte) -> dict[str, Case]:
    """Return the columns that the conditions fill or leave empty."""
    return {
        f"c{rank}": Case(When(meets(condition, contexte), then=Value(1))) for condition, rank in places.items() if rank
    }


def _count_rows(termes: list[Terme], counts: list[Parts]) -> None:
    """Count in one statement, one column per condition; a lone condition goes to the WHERE."""
    if not termes:
        return
    [lone, *others] = dict.fromkeys(terme.condition for terme in termes)
    places: dict[Condition, int] = _places(termes) if others else {lone: 0}

    def lignes(rows: QuerySet[Any], contexte: Contexte) -> Any:
        kept = rows if others else rows.filter(meets(lone, contexte))
        flags = _flags(places, contexte)
        # A constant, not the key: the index alone answers.
        return kept.annotate(un=Value(1), **flags).values("un", *flags)

    row = count_rows(enonce_of(termes[0].plan, lignes, forme=("lignes", *places)), _names(places))
    for terme in termes:
        counts[terme.rang][terme.part] += row[places[terme.condition]]


def _non_mesure(demande: Demande, error: Exception) -> Resultat:
    return Resultat(EtatValeur.NON_MESUREE, mesure=demande.mesure, raison=str(error))
