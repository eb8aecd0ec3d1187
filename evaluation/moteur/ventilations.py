"""Breakdowns: one statement grouped by the expression of the breakdown, and one for the names of its lines."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db.models import Case, Count, F, Value, When

from commun.dates import Periode, mois_en_lettres, months_of
from commun.enonces import count_by_each
from commun.mesures import NON_RENSEIGNE, DemandeInvalide, Distinct, Ventilation
from evaluation.moteur.comptages import serie
from evaluation.moteur.demandes import Demande, LigneVentilation, Resultat
from evaluation.moteur.plans import NonObservable, Parts, Plan, aggregate, prepare

# Per key of a breakdown, the counts of each figure; None gathers the unknown.
Counts: TypeAlias = dict[Any, list[Parts]]


@dataclass(frozen=True)
class LigneComparee:
    """One line of a breakdown over several periods; a result is None where the period cannot be observed."""

    cle: Any
    libelle: str
    resultats: tuple[Resultat | None, ...]


def ventiler(
    demande: Demande, par: str, *, arrete_au: datetime.date, memoire: dict[Any, Any] | None = None
) -> list[LigneVentilation]:
    """
    Return the lines of a breakdown, « Non renseigné » last and always there (a month is always known).

    Counts of rows add up to the figure; distinct people may be in several lines, so the total is asked apart. Raise
    DemandeInvalide or MesureInconnue for what the measure does not permit. `memoire`: what a whole page reads once.
    """
    memoire = {} if memoire is None else memoire
    plan = prepare(demande, arrete_au=arrete_au, memoire=memoire)
    if par == "mois":
        _ventilation(plan, par)
        return _by_month(demande, arrete_au=arrete_au, memoire=memoire)
    if isinstance(plan.compteurs["numerateur"], Distinct) and len(plan.compteurs) == 1:
        return ventiler_plusieurs(demande, [par], arrete_au=arrete_au, memoire=memoire)[par]
    lignes = ventiler_periodes(demande, par, [demande.periode], arrete_au=arrete_au, memoire=memoire)
    return [LigneVentilation(ligne.cle, ligne.libelle, ligne.resultats[0]) for ligne in lignes if ligne.resultats[0]]


def ventiler_periodes(
    demande: Demande,
    par: str,
    periodes: Sequence[Periode | None],
    *,
    arrete_au: datetime.date,
    memoire: dict[Any, Any] | None = None,
) -> list[LigneComparee]:
    """
    Return the lines of a breakdown over several periods, in one statement and one for their names.

    The first period must be observable (DemandeInvalide otherwise); months are lines of `ventiler` alone.
    """
    memoire = {} if memoire is None else memoire
    premier = prepare(demande, arrete_au=arrete_au, memoire=memoire)
    plans = [premier, *(_observable(demande, periode, arrete_au, memoire) for periode in periodes[1:])]
    return _lines(plans, _ventilation(premier, par))


def ventiler_ensemble(
    demandes: Sequence[Demande], par: str, *, arrete_au: datetime.date, memoire: dict[Any, Any] | None = None
) -> list[LigneComparee]:
    """Return the lines of several figures that count the same rows, in one statement and one for their names."""
    plans = [prepare(demande, arrete_au=arrete_au, memoire=memoire) for demande in demandes]
    if len({plan.groupe for plan in plans}) > 1:
        raise ValueError("these figures do not count the same rows")
    return _lines(plans, _ventilation(plans[0], par))


def ventiler_cote_a_cote(
    demandes: Sequence[Demande],
    par: str,
    periodes: Sequence[Periode],
    *,
    arrete_au: datetime.date,
    memoire: dict[Any, Any] | None = None,
) -> list[LigneComparee]:
    """
    Return the lines of several figures over the same periods, side by side: figure by figure, then period by period.

    One statement for each kind of rows counted, and one for the names: the breakdown must name the same things for all.
    What cannot be known of a period is None.
    """
    memoire = {} if memoire is None else memoire
    plans = [_observable(demande, periode, arrete_au, memoire) for demande in demandes for periode in periodes]
    groupes: dict[tuple[Any, ...], list[int]] = {}
    for rang, plan in enumerate(plans):
        if plan is not None:
            groupes.setdefault(plan.groupe, []).append(rang)
    counts: dict[Any, list[Parts]] = {}
    for rangs in groupes.values():
        ensemble = [plan for rang in rangs if (plan := plans[rang])]
        for cle, parts in _count_by_line(ensemble, _ventilation(ensemble[0], par)).items():
            line = counts.setdefault(cle, [dict.fromkeys(plan.compteurs, 0) if plan else {} for plan in plans])
            for rang, part in zip(rangs, parts, strict=True):
                line[rang] = part
    premier = next((plan for plan in plans if plan), None)
    return _named(counts, plans, _ventilation(premier, par)) if premier else []


def ventiler_plusieurs(
    demande: Demande, pars: Sequence[str], *, arrete_au: datetime.date, memoire: dict[Any, Any] | None = None
) -> dict[str, list[LigneVentilation]]:
    """
    Return several breakdowns of one figure, months excepted: its rows are read once for all of them.

    One statement per count of the figure, and one per breakdown for the names of its lines.
    """
    plan = prepare(demande, arrete_au=arrete_au, memoire=memoire)
    ventilations = [_ventilation(plan, par) for par in pars]
    if not ventilations:
        return {}
    tables = _count_by_lines(plan, ventilations)
    return {
        par: [
            LigneVentilation(ligne.cle, ligne.libelle, resultat)
            for ligne in _named(table, [plan], ventilation)
            if (resultat := ligne.resultats[0])
        ]
        for par, ventilation, table in zip(pars, ventilations, tables, strict=True)
    }


def _count_by_lines(plan: Plan, ventilations: Sequence[Ventilation]) -> list[Counts]:
    """Return the counts per key of each breakdown, from rows put together once by all of them."""
    names = [f"v{rank}" for rank in range(len(ventilations))]
    lines = {name: _expression(ventilation) for name, ventilation in zip(names, ventilations, strict=True)}
    tables: list[Counts] = [{} for _ in ventilations]
    rows = plan.queryset().filter(plan.over_window(plan.fenetre)).annotate(**lines)
    for part in plan.compteurs:
        for compteur in plan.terms(part):
            # Rows that are not counted still make the line where they are: it says 0.
            condition = plan.condition(compteur)
            if isinstance(compteur, Distinct):
                who = Case(When(condition, then=F(compteur.champ))) if condition else F(compteur.champ)
                found = count_by_each(rows.annotate(qui=who).values(*names, "qui").distinct(), names, distincts="qui")
            else:
                counted = Count(Value(1), filter=condition or None)
                found = count_by_each(rows.values(*names).annotate(n=counted), names, somme="n")
            for table, counts in zip(tables, found, strict=True):
                for cle, count in counts.items():
                    line = table.setdefault(None if cle == "" else cle, [dict.fromkeys(plan.compteurs, 0)])
                    line[0][part] += count
    return tables


def _lines(plans: Sequence[Plan | None], ventilation: Ventilation) -> list[LigneComparee]:
    """Return the lines of figures that count the same rows."""
    return _named(_count_by_line(plans, ventilation), plans, ventilation)


def _named(
    counts: dict[Any, list[Parts]], plans: Sequence[Plan | None], ventilation: Ventilation
) -> list[LigneComparee]:
    """Return the lines in the order of the breakdown, « Non renseigné » last."""
    zero: list[Parts] = [dict.fromkeys(plan.compteurs, 0) if plan else {} for plan in plans]
    unknown = counts.pop(None, zero)
    labels = ventilation.libelles(counts.keys())
    order = [cle for cle in labels if cle in counts or ventilation.complete]
    # A key without a label (a deleted place) is still a line: nothing that was counted disappears.
    order += [cle for cle in counts if cle not in labels]

    def line(cle: Any, libelle: str, parts: list[Parts]) -> LigneComparee:
        results = (plan.result(part) if plan else None for plan, part in zip(plans, parts, strict=True))
        return LigneComparee(cle, libelle, tuple(results))

    lines = [line(cle, str(labels.get(cle, cle)), counts.get(cle, zero)) for cle in order]
    return [*lines, line(None, NON_RENSEIGNE, unknown)]


def _ventilation(plan: Plan, par: str) -> Ventilation:
    """Return a breakdown that the measure permits, or raise DemandeInvalide."""
    if (ventilation := plan.mesure.ventilations.get(par)) is None:
        raise DemandeInvalide(f"La mesure « {plan.mesure.libelle} » ne se ventile pas ainsi.")
    return ventilation


def _observable(
    demande: Demande, periode: Periode | None, arrete_au: datetime.date, memoire: dict[Any, Any]
) -> Plan | None:
    """Return the plan of another period, None when nothing can be known of it."""
    if periode is None:
        return None
    try:
        return prepare(demande.over(periode), arrete_au=arrete_au, memoire=memoire)
    except NonObservable:
        return None


def _expression(ventilation: Ventilation) -> Any:
    """Return what rows are grouped by."""
    return F(ventilation.expression) if isinstance(ventilation.expression, str) else ventilation.expression()


def _count_by_line(plans: Sequence[Plan | None], ventilation: Ventilation) -> Counts:
    """Return the counts per key of a breakdown, one per period."""
    premier = next(plan for plan in plans if plan)
    terms = [
        (rang, plan, part, compteur)
        for rang, plan in enumerate(plans)
        if plan
        for part in plan.compteurs
        for compteur in plan.terms(part)
    ]
    fenetres = [plan.fenetre for plan in plans if plan]
    whole = Periode(min(f.debut for f in fenetres), max(f.fin for f in fenetres))
    alone = len(set(fenetres)) == 1
    rows = (
        premier.queryset()
        .filter(premier.over_window(whole))
        .annotate(cle_ventilation=_expression(ventilation))
        .values("cle_ventilation")
        .annotate(
            **{
                f"n{rank}": aggregate(
                    compteur,
                    plan.condition(compteur) if alone else plan.over_window(plan.fenetre) & plan.condition(compteur),
                )
                for rank, (_rang, plan, _part, compteur) in enumerate(terms)
            }
        )
        .order_by("cle_ventilation")
    )
    counts: Counts = {}
    for row in rows:
        cle = None if row["cle_ventilation"] == "" else row["cle_ventilation"]
        line = counts.setdefault(cle, [dict.fromkeys(plan.compteurs, 0) if plan else {} for plan in plans])
        for rank, (rang, _plan, part, _compteur) in enumerate(terms):
            line[rang][part] += row[f"n{rank}"]
    return counts


def _by_month(demande: Demande, *, arrete_au: datetime.date, memoire: dict[Any, Any]) -> list[LigneVentilation]:
    """Return one line per month of the period; a day is always known, so there is no line of the unknown."""
    periodes = months_of(Periode(demande.periode.debut, min(demande.periode.fin, arrete_au)))
    resultats = serie(demande, periodes, arrete_au=arrete_au, memoire=memoire)
    return [
        LigneVentilation(periode.debut, mois_en_lettres(periode.debut), resultat)
        for periode, resultat in zip(periodes, resultats, strict=True)
    ]
