"""
The statements of figures, compiled once: a figure that is asked again has other days, the same SQL.

Once in the life of the process where the rows counted depend on the filters and parameters alone; once a computation
where they depend on the cut-off day or on a definition that is in force.
"""

from collections.abc import Callable, Hashable, Mapping
from types import SimpleNamespace
from typing import Any, cast

from django.db.models import Q, QuerySet

from commun.dates import Periode
from commun.enonces import Enonce, JourOuvert
from commun.mesures import Contexte
from evaluation.moteur.plans import Plan

# Above, all are forgotten: as many figures with filters of their own.
ENONCES_MAXIMUM = 2_000


class Situee(Exception):
    """The rows counted depend on more than the filters and parameters."""


class ParametresSeuls:
    """What a measure looks at when it always counts the same rows: its parameters."""

    def __init__(self, parametres: Mapping[str, Any]) -> None:
        self.parametres = parametres

    def __getattr__(self, nom: str) -> Any:
        raise Situee


# By what tells a statement from another; None: it depends on more.
ENONCES: dict[Hashable, Enonce | None] = {}
INCONNU = Enonce("", "never compiled")

# Days left open: those of the rows counted (`Plan.fenetre`), those of the period asked for (conditions compare them).
FENETRE = JourOuvert("debut"), JourOuvert("fin")
PERIODE = cast(Periode, SimpleNamespace(debut=JourOuvert("du"), fin=JourOuvert("au")))

# What is read of the rows counted; the context is for the conditions.
Lignes = Callable[[QuerySet[Any], Contexte], QuerySet[Any]]


def enonce_of(
    plan: Plan, lignes: Lignes, *, forme: tuple[Hashable, ...], fenetre: Periode | None = None, **jours: Any
) -> Enonce:
    """
    Return the statement of what `lignes` reads of the population of a plan under its filters.

    `forme` tells it from any other of these rows: its conditions are part of it. It is about the days of `fenetre`,
    those of the plan by default; `jours` are the other days that it leaves open.
    """
    jours |= {"du": plan.periode.debut, "au": plan.periode.fin}
    jours["debut"], jours["fin"] = ((fenetre or plan.fenetre).debut, (fenetre or plan.fenetre).fin)
    return _open(plan, lignes, forme).at(jours)


def _open(plan: Plan, lignes: Lignes, forme: tuple[Hashable, ...]) -> Enonce:
    key = (plan.groupe, forme)
    known = ENONCES.get(key, INCONNU)
    if known is INCONNU:
        if len(ENONCES) >= ENONCES_MAXIMUM:
            ENONCES.clear()
        try:
            known = _compile(plan, lignes, cast(Contexte, ParametresSeuls(plan.contexte.parametres)))
        except Situee:
            known = None
        ENONCES[key] = known
    if known is None:
        contexte = plan.contexte
        known = contexte.once(("enonce", contexte.arrete_au, key), lambda: _compile(plan, lignes, contexte))
    return known


def _compile(plan: Plan, lignes: Lignes, contexte: Contexte) -> Enonce:
    inside = Q(**{f"{plan.mesure.axe_date}__range": FENETRE})
    return Enonce.of(lignes(plan.queryset(contexte).filter(inside), contexte))


def meets(condition: Any, contexte: Contexte) -> Q:
    """Return the condition of a count, the days of the period left open."""
    return condition if isinstance(condition, Q) else condition(PERIODE, contexte)
