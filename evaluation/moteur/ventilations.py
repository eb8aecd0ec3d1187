"""Breakdowns: one statement grouped by the expression of the breakdown, and one for the names of its lines."""

import datetime
from typing import Any

from django.db.models import F

from commun.dates import Periode, mois_en_lettres, months_of
from commun.mesures import NON_RENSEIGNE, DemandeInvalide, Ventilation
from evaluation.moteur.comptages import serie
from evaluation.moteur.demandes import Demande, LigneVentilation
from evaluation.moteur.plans import Parts, Plan, aggregate, prepare


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
        .annotate(**{f"n{rank}": aggregate(c, plan.condition(c)) for rank, (_part, c) in enumerate(terms)})
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
