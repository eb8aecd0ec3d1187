"""The statements of figures, compiled once a process: a figure that is asked again has other days, the same SQL."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any, cast

from django.db.models import Q, QuerySet

from commun.dates import Periode
from commun.enonces import Enonce, JourOuvert
from commun.mesures import Contexte
from evaluation.moteur.plans import Plan

# Above, all are forgotten: as many figures with filters of their own.
ENONCES_MAXIMUM = 2_000

Lignes = Callable[[QuerySet[Any]], QuerySet[Any]]


class Situee(Exception):
    """The rows counted depend on more than the parameters: on the cut-off day, on a definition that is in force."""


class ParametresSeuls:
    """What a population that is always the same looks at: the parameters."""

    def __init__(self, parametres: Mapping[str, Any]) -> None:
        self.parametres = parametres

    def __getattr__(self, nom: str) -> Any:
        raise Situee


# None: what it counts depends on more than its parameters.
_enonces: dict[Hashable, Enonce | None] = {}
INCONNU = Enonce("", "never compiled")


def enonce_of(
    plan: Plan, fenetre: Periode, lignes: Lignes, *, forme: tuple[Hashable, ...], jours: Mapping[str, Any] | None = None
) -> Enonce:
    """
    Return the statement of rows of a population under its filters, over some days.

    `lignes` says what is read of them, `forme` tells it from any other (its conditions are part of it), and `jours` are
    the days that it leaves open besides those of the window.
    """
    given = {"debut": fenetre.debut, "fin": fenetre.fin, **(jours or {})}
    key = (plan.groupe, forme)
    known = _enonces.get(key, INCONNU)
    if known is INCONNU:
        if len(_enonces) >= ENONCES_MAXIMUM:
            _enonces.clear()
        known = _enonces[key] = _compile(plan, lignes)
    if known is None:
        known = Enonce.of(lignes(plan.queryset().filter(plan.over_window(fenetre))))
    return known.at(given)


def _compile(plan: Plan, lignes: Lignes) -> Enonce | None:
    try:
        queryset = plan.queryset(cast(Contexte, ParametresSeuls(plan.contexte.parametres)))
    except Situee:
        return None
    window = Q(**{f"{plan.mesure.axe_date}__range": (JourOuvert("debut"), JourOuvert("fin"))})
    return Enonce.of(lignes(queryset.filter(window)))
