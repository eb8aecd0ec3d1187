"""The figures: how many statements, and what each counts."""

import datetime
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.db.models import BigIntegerField, Case, Count, Q, QuerySet, Value, When

from commun.dates import Periode
from commun.mesures import DemandeInvalide, Distinct, Lignes, MesureInconnue
from commun.sql import OuDesBits, count_and_sum, count_each, count_with_bits
from evaluation.choix import EtatValeur
from evaluation.moteur.demandes import Demande, Part, Resultat
from evaluation.moteur.lectures import read_numbers
from evaluation.moteur.plans import Parts, Plan, aggregate, prepare

# A statement has at most that many columns (SQLite: 2,000; PostgreSQL: 1,664).
COLONNES_MAXIMUM = 800
# Bits of a whole number of eight bytes that both databases handle without a sign.
BITS = 60


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


def serie(demande: Demande, periodes: Sequence[Periode], *, arrete_au: datetime.date) -> list[Resultat]:
    """Return one figure per period, in as many statements as for one."""
    demandes = [demande.over(periode) for periode in periodes]
    resultats = calculer(demandes, arrete_au=arrete_au)
    return [resultats[item] for item in demandes]


@dataclass(frozen=True)
class Terme:
    """One count to make: for which plan, for which part of its figure."""

    rang: int
    part: Part
    plan: Plan
    compteur: Lignes | Distinct

    @property
    def condition(self) -> Q:
        """Return the condition of the count."""
        return self.plan.condition(self.compteur)

    @property
    def is_additive(self) -> bool:
        """Tell whether counts of days make the count of a period."""
        return isinstance(self.compteur, Lignes) and isinstance(self.compteur.condition, Q)

    @property
    def is_people(self) -> bool:
        """Tell whether different values are counted under one condition, the same for every period."""
        return isinstance(self.compteur, Distinct) and isinstance(self.compteur.condition, Q)


def _count(plans: list[Plan]) -> list[Parts]:
    """Return the counts of plans that count the same rows."""
    whole = Periode(min(plan.fenetre.debut for plan in plans), max(plan.fenetre.fin for plan in plans))
    queryset = plans[0].queryset().filter(plans[0].over_window(whole))
    counts: list[Parts] = [dict.fromkeys(plan.compteurs, 0) for plan in plans]
    termes = [
        Terme(rang, part, plan, compteur)
        for rang, plan in enumerate(plans)
        for part in plan.compteurs
        for compteur in plan.terms(part)
    ]
    if len({plan.fenetre for plan in plans}) == 1:
        if _are_rows_by_person(termes):
            _count_rows_by_person(queryset, termes, counts)
            return counts
        _count_rows(queryset, [terme for terme in termes if isinstance(terme.compteur, Lignes)], counts)
        for terme in termes:
            if isinstance(terme.compteur, Distinct):
                counts[terme.rang][terme.part] += _count_people(queryset.filter(terme.condition), terme.compteur)
        return counts
    _count_by_day(queryset, [terme for terme in termes if terme.is_additive], counts)
    _count_people_over(queryset, [terme for terme in termes if terme.is_people], counts)
    _count_alone(queryset, [terme for terme in termes if not terme.is_additive and not terme.is_people], counts)
    return counts


def _are_rows_by_person(termes: list[Terme]) -> bool:
    """Tell whether rows are counted beside all the people that they are about: a mean number of interviews…"""
    compteurs = [terme.compteur for terme in termes]
    people = {compteur.champ for compteur in compteurs if isinstance(compteur, Distinct) and not compteur.condition}
    if len(people) != 1 or not all(isinstance(compteur.condition, Q) for compteur in compteurs):
        return False
    return {Q(**{f"{champ}__isnull": False}) for champ in people} == {
        compteur.condition for compteur in compteurs if isinstance(compteur, Lignes) or compteur.condition
    }


def _count_rows_by_person(queryset: QuerySet[Any], termes: list[Terme], counts: list[Parts]) -> None:
    """Count the rows of each person in one reading: their number is that of people, their sum that of rows."""
    champ = next(terme.compteur.champ for terme in termes if isinstance(terme.compteur, Distinct))
    grouped = queryset.filter(**{f"{champ}__isnull": False}).values(champ).annotate(n=Count("*"))
    people, rows = count_and_sum(grouped, champ, ["n"])
    for terme in termes:
        counts[terme.rang][terme.part] += people if isinstance(terme.compteur, Distinct) else rows


def _count_people(queryset: QuerySet[Any], compteur: Distinct) -> int:
    """Count different values in a statement of its own: SELECT COUNT(*) FROM (SELECT DISTINCT …), twice as fast."""
    known = queryset.filter(**{f"{compteur.champ}__isnull": False})
    return known.values(compteur.champ).distinct().count()


def _count_people_over(queryset: QuerySet[Any], termes: list[Terme], counts: list[Parts]) -> None:
    """
    Count different values in many periods, reading the rows once.

    The bounds of the periods cut time into stretches, each of which is a bit. Each person becomes the bits of the
    stretches where she is; she counts in a period when one of its bits is hers.
    """
    groupes: dict[Any, list[Terme]] = defaultdict(list)
    for terme in termes:
        groupes[terme.compteur.champ, terme.compteur.condition].append(terme)  # type: ignore[union-attr]
    for (champ, condition), groupe in groupes.items():
        tranches = Tranches([terme.plan.fenetre for terme in groupe])
        axe = groupe[0].plan.mesure.axe_date
        whole = groupe[0].plan.over_window(Periode(tranches.debuts[0], tranches.fin))
        known = queryset.filter(whole & condition, **{f"{champ}__isnull": False})
        masques = {f"m{rang}": OuDesBits(tranches.bit(axe, rang)) for rang in range(tranches.mots)}
        periodes = list(dict.fromkeys(terme.plan.fenetre for terme in groupe))
        people = known.values(champ).annotate(**masques)
        found = dict(zip(periodes, count_with_bits(people, [tranches.bits(p) for p in periodes]), strict=True))
        for terme in groupe:
            counts[terme.rang][terme.part] += found[terme.plan.fenetre]


class Tranches:
    """Periods cut into the stretches between their bounds; the bits of a stretch are spread over words of 60."""

    def __init__(self, periodes: Sequence[Periode]) -> None:
        jour = datetime.timedelta(days=1)
        self.fin = max(periode.fin for periode in periodes)
        bornes = {periode.debut for periode in periodes} | {periode.fin + jour for periode in periodes}
        self.debuts = sorted(bornes - {self.fin + jour})
        self.mots = -(-len(self.debuts) // BITS)

    def bit(self, axe: str, mot: int) -> Any:
        """Return the bit of the stretch of a day, 0 in another word: a search by halves, whatever their number."""

        def search(low: int, high: int) -> Any:
            if high - low == 1:
                return Value(1 << (low % BITS) if low // BITS == mot else 0, output_field=BigIntegerField())
            middle = (low + high) // 2
            before = When(**{f"{axe}__lt": self.debuts[middle]}, then=search(low, middle))
            return Case(before, default=search(middle, high), output_field=BigIntegerField())

        return search(0, len(self.debuts))

    def bits(self, periode: Periode) -> list[tuple[str, int]]:
        """Return the bits of the stretches of a period, word by word."""
        rangs = range(bisect_left(self.debuts, periode.debut), bisect_right(self.debuts, periode.fin))
        mots = {rang // BITS for rang in rangs}
        return [(f"m{mot}", sum(1 << (rang % BITS) for rang in rangs if rang // BITS == mot)) for mot in sorted(mots)]


def _count_alone(queryset: QuerySet[Any], termes: list[Terme], counts: list[Parts]) -> None:
    """Count under conditions that change with the period: each reads its own days, all in one statement."""
    querysets = []
    for terme in termes:
        rows = queryset.filter(terme.plan.over_window(terme.plan.fenetre) & terme.condition)
        if isinstance(terme.compteur, Distinct):
            champ = terme.compteur.champ
            rows = rows.filter(**{f"{champ}__isnull": False}).values(champ).distinct()
        querysets.append(rows if isinstance(terme.compteur, Distinct) else rows.values("pk"))
    for start in range(0, len(termes), COLONNES_MAXIMUM):
        lot = slice(start, start + COLONNES_MAXIMUM)
        for terme, count in zip(termes[lot], count_each(querysets[lot]), strict=True):
            counts[terme.rang][terme.part] += count


def _count_by_day(queryset: QuerySet[Any], termes: list[Terme], counts: list[Parts]) -> None:
    """Count rows per day in one pass, then add days up for each period: rows are additive, people are not."""
    if not termes:
        return
    axe = termes[0].plan.mesure.axe_date
    # One column per measure and part; the periods share it.
    keys = [(terme.plan.mesure.cle, terme.part) for terme in termes]
    columns = dict(zip(keys, termes, strict=True))
    aliases = {key: f"n{rank}" for rank, key in enumerate(columns)}
    rows = list(
        queryset.values(axe)
        .annotate(**{aliases[key]: aggregate(terme.compteur, terme.condition) for key, terme in columns.items()})
        .order_by(axe)
        .values_list(axe, *aliases.values())
    )
    days = [row[0] for row in rows]
    sums = {key: [0, *accumulate(row[rank] for row in rows)] for rank, key in enumerate(columns, start=1)}
    for key, terme in zip(keys, termes, strict=True):
        fenetre = terme.plan.fenetre
        low, high = bisect_left(days, fenetre.debut), bisect_right(days, fenetre.fin)
        counts[terme.rang][terme.part] += sums[key][high] - sums[key][low]


def _count_rows(queryset: QuerySet[Any], termes: list[Terme], counts: list[Parts]) -> None:
    """Count in one statement, one conditional aggregate per count; a lone condition goes to the WHERE."""
    if not termes:
        return
    conditions = [terme.condition for terme in termes]
    if len(termes) == 1:
        queryset, conditions = queryset.filter(conditions[0]), [Q()]
    pairs = enumerate(zip(termes, conditions, strict=True))
    row = queryset.aggregate(**{f"n{rank}": aggregate(terme.compteur, condition) for rank, (terme, condition) in pairs})
    for rank, terme in enumerate(termes):
        counts[terme.rang][terme.part] += row[f"n{rank}"]


def _non_mesure(demande: Demande, error: Exception) -> Resultat:
    return Resultat(EtatValeur.NON_MESUREE, mesure=demande.mesure, raison=str(error))
