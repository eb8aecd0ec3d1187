"""Numbers that people typed, read over periods: few rows, read once for everything asked for."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from commun.dates import Periode
from evaluation.choix import EtatValeur
from evaluation.moteur.demandes import Demande, Resultat
from evaluation.moteur.plans import DECIMALES_STOCKEES, Plan

SANS_RELEVE = "Aucun relevé pendant cette période."

Nombres = list[tuple[Any, Decimal]]


def read_numbers(plans: list[Plan]) -> dict[Demande, Resultat]:
    """Return the figures of plans that read numbers, in one statement per kind of rows."""
    par_lignes: dict[Any, list[Plan]] = defaultdict(list)
    for plan in plans:
        par_lignes[plan.mesure.population].append(plan)
    return {demande: resultat for groupe in par_lignes.values() for demande, resultat in _read_rows(groupe).items()}


def _read_rows(plans: list[Plan]) -> dict[Demande, Resultat]:
    axe, lecture = plans[0].mesure.axe_date, plans[0].lecture
    assert lecture is not None
    whole = Periode(min(plan.fenetre.debut for plan in plans), max(plan.fenetre.fin for plan in plans))
    wanted = {cle for plan in plans for cle in _whose(plan)}
    rows = (
        plans[0]
        .mesure.population(plans[0].contexte)
        .filter(plans[0].over_window(whole), **{f"{lecture.de}__in": wanted})
    )
    nombres: dict[str, Nombres] = defaultdict(list)
    for de, jour, valeur in rows.order_by(axe, "pk").values_list(lecture.de, axe, lecture.champ):
        nombres[str(de)].append((jour, valeur))
    return {plan.demande: _read(plan, [row for cle in _whose(plan) for row in nombres[cle]]) for plan in plans}


def _whose(plan: Plan) -> tuple[str, ...]:
    """Return whose numbers a figure reads; nobody's when it does not say."""
    de = plan.lecture.de if plan.lecture else ""
    return dict(plan.demande.filtres).get(de, ())


def _read(plan: Plan, rows: Nombres) -> Resultat:
    """Return the last number of the period, their sum or their mean; none is « non mesuré »."""
    inside = [valeur for jour, valeur in rows if plan.fenetre.debut <= jour <= plan.fenetre.fin]
    mesure, lecture = plan.mesure, plan.lecture
    if not inside or lecture is None:
        return Resultat(EtatValeur.NON_MESUREE, mesure=mesure.cle, version=mesure.version, raison=SANS_RELEVE)
    if lecture.agregation == "dernier":
        valeur = inside[-1]
    else:
        valeur = sum(inside, Decimal(0)) / (len(inside) if lecture.agregation == "moyenne" else 1)
    valeur = valeur.quantize(DECIMALES_STOCKEES)
    return Resultat(EtatValeur.MESUREE, valeur, valeur, None, mesure.cle, mesure.version)
