"""
The engine: turn the measures asked for into a bounded number of SQL statements.

- `calculer` groups what is asked by rows counted (population, filters, parameters): one statement per group and kind of
  count, however many rows and periods. Counts of rows over several periods are read once, by day; distinct counts are
  counted again for each period, never added up.
- `ventiler` makes one statement, grouped by the breakdown, and one more for the names; unknown values are a line, so
  that lines add up.
- `enregistrements` returns the rows behind a number, from the same compiled queryset: the number is their count.

A fact counts at the day when it happened, even if it was typed later; facts after the cut-off day do not exist.
"""

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate
from typing import Any, Literal, TypeAlias

from django.db.models import Count, F, Q, QuerySet, Value, Window
from django.db.models.functions import Coalesce, RowNumber

from commun.dates import Periode, mois_en_lettres, months_of
from commun.mesures import (
    NON_RENSEIGNE,
    Compteur,
    Contexte,
    DemandeInvalide,
    Distinct,
    Filtre,
    Lignes,
    Mesure,
    MesureInconnue,
    Personnes,
    Ratio,
    Ventilation,
    registre,
)
from evaluation.choix import EtatValeur
from plans_action.models import Indicateur

Part: TypeAlias = Literal["numerateur", "denominateur"]
Parts: TypeAlias = dict[Part, int]

# A statement has at most that many columns (SQLite: 2,000; PostgreSQL: 1,664).
COLONNES_MAXIMUM = 800
DECIMALES_STOCKEES = Decimal("0.0001")


@dataclass(frozen=True)
class Demande:
    """A figure asked for: a measure over a period, with filters and parameters. Hashable: results are found by it."""

    mesure: str
    periode: Periode
    filtres: tuple[tuple[str, tuple[str, ...]], ...] = ()
    parametres: tuple[tuple[str, Any], ...] = ()

    @classmethod
    def make(
        cls,
        mesure: str,
        periode: Periode,
        filtres: Mapping[str, Any] | None = None,
        parametres: Mapping[str, Any] | None = None,
    ) -> "Demande":
        """Return the Demande of plain dictionaries, in one canonical form; a filter without value filters nothing."""
        return cls(
            mesure,
            periode,
            tuple(sorted((nom, _as_texts(valeurs)) for nom, valeurs in (filtres or {}).items() if _as_texts(valeurs))),
            tuple(sorted((nom, _hashable(valeur)) for nom, valeur in (parametres or {}).items())),
        )

    @classmethod
    def of(cls, indicateur: Indicateur, periode: Periode) -> "Demande":
        """Return what an indicateur asks for over a period."""
        return cls.make(indicateur.mesure, periode, indicateur.filtres, indicateur.parametres)

    def over(self, periode: Periode) -> "Demande":
        """Return the same figure over another period."""
        return replace(self, periode=periode)


def _as_texts(valeurs: Any) -> tuple[str, ...]:
    """Return the values of a filter as sorted texts, each once."""
    if valeurs in (None, ""):
        return ()
    items = valeurs if isinstance(valeurs, (list, tuple, set)) else [valeurs]
    return tuple(sorted({str(item) for item in items}))


def _hashable(valeur: Any) -> Any:
    return tuple(valeur) if isinstance(valeur, list) else valeur


@dataclass(frozen=True)
class Resultat:
    """
    A figure: a number with what it was computed from, « non mesuré » (with the reason) or « sans objet » (0 out of 0).

    For a count, `numerateur` is the count and there is no `denominateur`.
    """

    etat: EtatValeur
    valeur: Decimal | None = None
    numerateur: Decimal | None = None
    denominateur: Decimal | None = None
    mesure: str = ""
    version: int = 1
    raison: str = ""

    @property
    def is_mesure(self) -> bool:
        """Tell whether there is a number."""
        return self.etat == EtatValeur.MESUREE


@dataclass(frozen=True)
class LigneVentilation:
    """One line of a breakdown; `cle` is None for « Non renseigné »."""

    cle: Any
    libelle: str
    resultat: Resultat


# --- From what is asked to what is compiled -------------------------------------------------------------------------


@dataclass(frozen=True)
class Plan:
    """A Demande that was checked: the days of the axis that it is about, and what is counted there."""

    demande: Demande
    mesure: Mesure
    contexte: Contexte
    filtres: tuple[tuple[Filtre, tuple[str, ...]], ...]
    periode: Periode
    fenetre: Periode
    facteur: int | None
    compteurs: dict[Part, Compteur]

    @property
    def groupe(self) -> tuple[Any, ...]:
        """Return what makes two plans count the same rows."""
        parametres = tuple(sorted(self.contexte.parametres.items()))
        return self.mesure.population, self.mesure.axe_date, self.filtres, parametres

    def queryset(self) -> QuerySet[Any]:
        """Return the rows of the population under the filters, over all time."""
        queryset = self.mesure.population(self.contexte)
        for filtre, valeurs in self.filtres:
            queryset = queryset.filter(filtre.condition(valeurs))
        return queryset.order_by()

    def over_window(self, fenetre: Periode) -> Q:
        """Return the condition on the axis."""
        return Q(**{f"{self.mesure.axe_date}__range": (fenetre.debut, fenetre.fin)})

    def condition(self, compteur: Compteur) -> Q:
        """Return the condition of a count, for this period."""
        condition = compteur.condition
        return condition if isinstance(condition, Q) else condition(self.periode, self.contexte)

    def terms(self, part: Part) -> list[Lignes | Distinct]:
        """Return what is added up in a part: people with a name, and rows without one."""
        compteur = self.compteurs[part]
        if not isinstance(compteur, Personnes):
            return [compteur]
        nameless = compteur.condition & Q(**{f"{compteur.champ}__isnull": True})
        return [Distinct(compteur.champ, compteur.condition), Lignes(nameless)]

    def result(self, parts: Parts) -> Resultat:
        """Return the figure from its counts."""
        numerateur = Decimal(parts["numerateur"])
        if self.facteur is None:
            return self._measured(numerateur, numerateur, None)
        denominateur = Decimal(parts["denominateur"])
        if not denominateur:
            return Resultat(EtatValeur.SANS_OBJET, None, numerateur, denominateur, self.mesure.cle, self.mesure.version)
        return self._measured(self.facteur * numerateur / denominateur, numerateur, denominateur)

    def _measured(self, valeur: Decimal, numerateur: Decimal, denominateur: Decimal | None) -> Resultat:
        # Rounded here so that the screen, the stored value and the bilan cannot differ.
        valeur = valeur.quantize(DECIMALES_STOCKEES)
        return Resultat(EtatValeur.MESUREE, valeur, numerateur, denominateur, self.mesure.cle, self.mesure.version)


class NonObservable(DemandeInvalide):
    """The period is correct but nothing can be known of it yet."""


def prepare(demande: Demande, *, arrete_au: datetime.date, memoire: dict[Any, Any] | None = None) -> Plan:
    """Check a Demande against its measure; raise MesureInconnue or DemandeInvalide with a sentence for the user."""
    mesure = registre.get(demande.mesure)
    parametres = mesure.clean_parametres(dict(demande.parametres))
    contexte = Contexte(parametres, arrete_au, {} if memoire is None else memoire)
    filtres = tuple((mesure.filtre(nom), valeurs) for nom, valeurs in demande.filtres)
    for filtre, valeurs in filtres:
        filtre.condition(valeurs)
    if demande.periode.debut > arrete_au:
        raise NonObservable("La période commence après la date d'arrêt.")
    periode = Periode(demande.periode.debut, min(demande.periode.fin, arrete_au))
    fenetre = mesure.fenetre(periode, contexte)
    if fenetre is None:
        raise NonObservable("La période est trop proche de la date d'arrêt pour être observée.")
    calcul = mesure.calcul(contexte) if callable(mesure.calcul) else mesure.calcul
    compteurs: dict[Part, Compteur] = (
        {"numerateur": calcul.numerateur, "denominateur": calcul.denominateur}
        if isinstance(calcul, Ratio)
        else {"numerateur": calcul}
    )
    facteur = calcul.facteur if isinstance(calcul, Ratio) else None
    return Plan(demande, mesure, contexte, filtres, periode, fenetre, facteur, compteurs)


def _non_mesure(demande: Demande, error: Exception) -> Resultat:
    return Resultat(EtatValeur.NON_MESUREE, mesure=demande.mesure, raison=str(error))


# --- The figures ------------------------------------------------------------------------------------------------------


def calculer(demandes: Iterable[Demande], *, arrete_au: datetime.date) -> dict[Demande, Resultat]:
    """Return each figure asked for; one that cannot be known is « non mesuré » with its reason, never an error."""
    resultats: dict[Demande, Resultat] = {}
    groupes: dict[tuple[Any, ...], list[Plan]] = {}
    memoire: dict[Any, Any] = {}
    for demande in dict.fromkeys(demandes):
        try:
            plan = prepare(demande, arrete_au=arrete_au, memoire=memoire)
        except (MesureInconnue, DemandeInvalide) as error:
            resultats[demande] = _non_mesure(demande, error)
        else:
            groupes.setdefault(plan.groupe, []).append(plan)
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
        .annotate(**{aliases[key]: _aggregate(terme.compteur, terme.condition) for key, terme in columns.items()})
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
    row = queryset.aggregate(
        **{f"n{rank}": _aggregate(terme.compteur, condition) for rank, (terme, condition) in pairs}
    )
    for rank, terme in enumerate(termes):
        counts[terme.rang][terme.part] += row[f"n{rank}"]


def _aggregate(compteur: Lignes | Distinct, condition: Q) -> Count:
    """Return the SQL aggregate of a count under a condition."""
    where = condition or None
    if isinstance(compteur, Distinct):
        return Count(compteur.champ, distinct=True, filter=where)
    # A constant, not the key: the index alone answers.
    return Count(Value(1), filter=where) if where else Count("*")


# --- Breakdowns -------------------------------------------------------------------------------------------------------


def ventiler(demande: Demande, par: str, *, arrete_au: datetime.date) -> list[LigneVentilation]:
    """
    Return the lines of a breakdown, « Non renseigné » last and always there (a month is always known).

    Counts of rows add up to the figure; distinct people may be in several lines, so the total is asked apart. Raise
    DemandeInvalide or MesureInconnue for what the measure does not permit.
    """
    plan = prepare(demande, arrete_au=arrete_au)
    ventilation = plan.mesure.ventilations.get(par)
    if ventilation is None:
        raise DemandeInvalide(f"La mesure « {plan.mesure.libelle} » ne se ventile pas ainsi.")
    if par == "mois":
        return _by_month(demande, arrete_au=arrete_au)
    counts = _count_by_line(plan, ventilation)
    unknown = counts.pop(None, dict.fromkeys(plan.compteurs, 0))
    labels = ventilation.libelles(counts.keys())
    order = [cle for cle in labels if cle in counts or ventilation.complete]
    # A key without a label (a deleted place) is still a line: nothing that was counted disappears.
    order += [cle for cle in counts if cle not in labels]
    zero: Parts = dict.fromkeys(plan.compteurs, 0)
    lines = [LigneVentilation(cle, labels.get(cle, str(cle)), plan.result(counts.get(cle, zero))) for cle in order]
    return [*lines, LigneVentilation(None, NON_RENSEIGNE, plan.result(unknown))]


def _count_by_line(plan: Plan, ventilation: Ventilation) -> dict[Any, Parts]:
    """Return the counts per key of a breakdown; None gathers the unknown."""
    expression = ventilation.expression
    terms = [(part, compteur) for part in plan.compteurs for compteur in plan.terms(part)]
    rows = (
        plan.queryset()
        .filter(plan.over_window(plan.fenetre))
        .annotate(cle_ventilation=F(expression) if isinstance(expression, str) else expression())
        .values("cle_ventilation")
        .annotate(**{f"n{rank}": _aggregate(c, plan.condition(c)) for rank, (_part, c) in enumerate(terms)})
        .order_by("cle_ventilation")
    )
    counts: dict[Any, Parts] = {}
    for row in rows:
        cle = None if row["cle_ventilation"] == "" else row["cle_ventilation"]
        line = counts.setdefault(cle, dict.fromkeys(plan.compteurs, 0))
        for rank, (part, _compteur) in enumerate(terms):
            line[part] += row[f"n{rank}"]
    return counts


def _by_month(demande: Demande, *, arrete_au: datetime.date) -> list[LigneVentilation]:
    """Return one line per month of the period; a day is always known, so there is no line of the unknown."""
    periodes = months_of(Periode(demande.periode.debut, min(demande.periode.fin, arrete_au)))
    resultats = serie(demande, periodes, arrete_au=arrete_au)
    return [
        LigneVentilation(periode.debut, mois_en_lettres(periode.debut), resultat)
        for periode, resultat in zip(periodes, resultats, strict=True)
    ]


# --- The rows behind a number -----------------------------------------------------------------------------------------


def enregistrements(demande: Demande, *, arrete_au: datetime.date, part: Part = "numerateur") -> QuerySet[Any]:
    """
    Return the rows that a number counts, the latest first: `.count()` is the number.

    For a count of people, one row per person: the latest fact that makes that person counted. Scope the names to who
    reads them (`visible_to`): these rows are those of a figure, not of a file.
    """
    plan = prepare(demande, arrete_au=arrete_au)
    if part not in plan.compteurs:
        raise DemandeInvalide(f"La mesure « {plan.mesure.libelle} » n'a pas de dénominateur.")
    compteur, axe = plan.compteurs[part], plan.mesure.axe_date
    queryset = plan.queryset().filter(plan.over_window(plan.fenetre)).filter(plan.condition(compteur))
    if isinstance(compteur, Distinct):
        queryset = queryset.filter(**{f"{compteur.champ}__isnull": False})
    if not isinstance(compteur, Lignes):
        who = [Coalesce(compteur.champ, "pk") if isinstance(compteur, Personnes) else F(compteur.champ)]
        latest = Window(RowNumber(), partition_by=who, order_by=[F(axe).desc(), F("pk").desc()])
        queryset = queryset.annotate(rang_personne=latest).filter(rang_personne=1)
    return queryset.order_by(f"-{axe}", "-pk")


# --- In words ---------------------------------------------------------------------------------------------------------


def describe(demande: Demande) -> list[tuple[str, str]]:
    """Return the filters and parameters of a figure in words, for screens and reports."""
    mesure = registre.get(demande.mesure)
    words = [(mesure.filtre(nom).libelle, mesure.filtre(nom).en_mots(valeurs)) for nom, valeurs in demande.filtres]
    parametres = mesure.clean_parametres(dict(demande.parametres))
    return words + [
        (mesure.parametres[nom].libelle, mesure.parametres[nom].en_mots(v)) for nom, v in parametres.items()
    ]
