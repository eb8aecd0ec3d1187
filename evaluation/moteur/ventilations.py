"""Breakdowns: one statement grouped by the expression of the breakdown, and one for the names of its lines."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from commun.dates import Periode, mois_en_lettres, months_of
from commun.mesures import NON_RENSEIGNE, DemandeInvalide, Ventilation
from evaluation.moteur.comptages import serie
from evaluation.moteur.demandes import Demande, LigneVentilation, Resultat
from evaluation.moteur.plans import NonObservable, Parts, Plan, aggregate, prepare


@dataclass(frozen=True)
class LigneComparee:
    """One line of a breakdown over several periods; a result is None where the period cannot be observed."""

    cle: Any
    libelle: str
    resultats: tuple[Resultat | None, ...]


def ventiler(demande: Demande, par: str, *, arrete_au: datetime.date) -> list[LigneVentilation]:
    """
    Return the lines of a breakdown, « Non renseigné » last and always there (a month is always known).

    Counts of rows add up to the figure; distinct people may be in several lines, so the total is asked apart. Raise
    DemandeInvalide or MesureInconnue for what the measure does not permit.
    """
    if par == "mois":
        _ventilation(prepare(demande, arrete_au=arrete_au), par)
        return _by_month(demande, arrete_au=arrete_au)
    lignes = ventiler_periodes(demande, par, [demande.periode], arrete_au=arrete_au)
    return [LigneVentilation(ligne.cle, ligne.libelle, ligne.resultats[0]) for ligne in lignes if ligne.resultats[0]]


def ventiler_periodes(
    demande: Demande, par: str, periodes: Sequence[Periode | None], *, arrete_au: datetime.date
) -> list[LigneComparee]:
    """
    Return the lines of a breakdown over several periods, in one statement and one for their names.

    The first period must be observable (DemandeInvalide otherwise); months are lines of `ventiler` alone.
    """
    memoire: dict[Any, Any] = {}
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


def _count_by_line(plans: Sequence[Plan | None], ventilation: Ventilation) -> dict[Any, list[Parts]]:
    """Return the counts per key of a breakdown, one per period; None gathers the unknown."""
    premier = next(plan for plan in plans if plan)
    expression = ventilation.expression
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
        .annotate(cle_ventilation=F(expression) if isinstance(expression, str) else expression())
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
    counts: dict[Any, list[Parts]] = {}
    for row in rows:
        cle = None if row["cle_ventilation"] == "" else row["cle_ventilation"]
        line = counts.setdefault(cle, [dict.fromkeys(plan.compteurs, 0) if plan else {} for plan in plans])
        for rank, (rang, _plan, part, _compteur) in enumerate(terms):
            line[rang][part] += row[f"n{rank}"]
    return counts


def _by_month(demande: Demande, *, arrete_au: datetime.date) -> list[LigneVentilation]:
    """Return one line per month of the period; a day is always known, so there is no line of the unknown."""
    periodes = months_of(Periode(demande.periode.debut, min(demande.periode.fin, arrete_au)))
    resultats = serie(demande, periodes, arrete_au=arrete_au)
    return [
        LigneVentilation(periode.debut, mois_en_lettres(periode.debut), resultat)
        for periode, resultat in zip(periodes, resultats, strict=True)
    ]
