"""The figures: how many statements, and what each counts."""

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.db.models import Q, QuerySet

from commun.dates import Periode
from commun.mesures import DemandeInvalide, Distinct, Lignes, MesureInconnue
from evaluation.choix import EtatValeur
from evaluation.moteur.demandes import Demande, Part, Resultat
from evaluation.moteur.lectures import read_numbers
from evaluation.moteur.plans import Parts, Plan, aggregate, prepare

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
        _count_rows(queryset, [terme for terme in termes if isinstance(terme.compteur, Lignes)], counts, whole)
        for terme in termes:
            if isinstance(terme.compteur, Distinct):
                counts[terme.rang][terme.part] += _count_people(queryset.filter(terme.condition), terme.compteur)
        return counts
    _count_by_day(queryset, [terme for terme in termes if terme.is_additive], counts)
    others = [terme for terme in termes if not terme.is_additive]
    for start in range(0, len(others), COLONNES_MAXIMUM):
        _count_rows(queryset, others[start : start + COLONNES_MAXIMUM], counts, whole)
    return counts


def _count_people(queryset: QuerySet[Any], compteur: Distinct) -> int:
    """Count different values in a statement of its own: SELECT COUNT(*) FROM (SELECT DISTINCT …), twice as fast."""
    known = queryset.filter(**{f"{compteur.champ}__isnull": False})
    return known.values(compteur.champ).distinct().count()


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


def _count_rows(queryset: QuerySet[Any], termes: list[Terme], counts: list[Parts], whole: Periode) -> None:
    """Count in one statement, one conditional aggregate per count; a lone condition goes to the WHERE."""
    if not termes:
        return
    conditions = []
    for terme in termes:
        plan = terme.plan
        inside = Q() if plan.fenetre == whole else plan.over_window(plan.fenetre)
        conditions.append(inside & terme.condition)
    if len(termes) == 1:
        queryset, conditions = queryset.filter(conditions[0]), [Q()]
    pairs = enumerate(zip(termes, conditions, strict=True))
    row = queryset.aggregate(**{f"n{rank}": aggregate(terme.compteur, condition) for rank, (terme, condition) in pairs})
    for rank, terme in enumerate(termes):
        counts[terme.rang][terme.part] += row[f"n{rank}"]


def _non_mesure(demande: Demande, error: Exception) -> Resultat:
    return Resultat(EtatValeur.NON_MESUREE, mesure=demande.mesure, raison=str(error))
