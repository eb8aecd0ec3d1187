"""By how much figures move between two runs: the same questions to the facts touched, as they are and as they were."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from commun.mesures import Contexte, DemandeInvalide, MesureInconnue, registre
from evaluation.models.declencheurs import modeles_de_la_nuit
from evaluation.moteur import Demande, Plan, Resultat, calculer, prepare
from evaluation.nuit.ombres import ombres, show_the_past
from evaluation.nuit.touches import Avant, Touches, TropDeChangements, rows_moved_by_time

# Above, counting everything again is shorter.
TOUCHES_MAXIMUM = 5_000


@dataclass(frozen=True)
class Question:
    """A stored figure to bring up to date: its plan at the cut-off day of the last run, and at that of this one."""

    demande: Demande
    avant: Plan | None
    apres: Plan | None

    @property
    def is_touchable(self) -> bool:
        """Tell whether a change may move it: what cannot be observed at either day cannot."""
        return self.avant is not None or self.apres is not None

    def is_touched(self, jours: dict[type[Any], set[datetime.date]]) -> bool:
        """Tell whether facts touched may move it."""
        plans = [plan for plan in (self.avant, self.apres) if plan]
        portee = plans[0].mesure.portee
        if portee is None or not portee.seule:
            return True
        fenetres = {plan.fenetre for plan in plans}
        modele = _modele(plans[0])
        inside = any(f.debut <= jour <= f.fin for f in fenetres for jour in jours.get(modele, ()))
        return inside or len(fenetres) > 1


def _modele(plan: Plan) -> type[Any]:
    """Return what a figure counts rows of, asked once for all its periods."""
    modele: type[Any] = plan.contexte.once(
        ("modele", plan.groupe), lambda: plan.mesure.population(plan.contexte).model._meta.concrete_model
    )
    return modele


def can_be_taken_apart(demande: Demande, arrete_au: datetime.date, memoire: dict[Any, Any]) -> bool:
    """Tell whether a figure is made of the figures of people, so that those who changed are enough to move it."""
    try:
        mesure = registre.get(demande.mesure)
        contexte = Contexte(mesure.clean_parametres(dict(demande.parametres)), arrete_au, memoire)
        modele = mesure.population(contexte).model
    except (MesureInconnue, DemandeInvalide):
        return False
    return mesure.portee is not None and modele._meta.concrete_model in modeles_de_la_nuit()


def question(demande: Demande, avant: datetime.date, apres: datetime.date, memoire: dict[Any, Any]) -> Question:
    """Return what to ask of a figure."""
    return Question(demande, _plan(demande, avant, memoire), _plan(demande, apres, memoire))


def _plan(demande: Demande, arrete_au: datetime.date, memoire: dict[Any, Any]) -> Plan | None:
    try:
        return prepare(demande, arrete_au=arrete_au, memoire=memoire)
    except (MesureInconnue, DemandeInvalide):
        return None


def moved(
    questions: Sequence[Question],
    changes: Avant,
    *,
    avant: datetime.date,
    apres: datetime.date,
    memoire: dict[Any, Any],
) -> dict[Demande, tuple[Decimal, Decimal]]:
    """
    Return by how much the numerator and the denominator of each figure move; those that are not there do not.

    Raise TropDeChangements when counting everything is the shorter way.
    """
    touches = Touches()
    if sum(map(len, changes.values())) > TOUCHES_MAXIMUM:
        raise TropDeChangements
    touches.add_changes(changes)
    if avant != apres:
        for rows in rows_moved_by_time((q.avant, q.apres) for q in questions if q.is_touchable):
            touches.add_rows(rows, limite=TOUCHES_MAXIMUM + 1)
            if touches.nombre > TOUCHES_MAXIMUM:
                raise TropDeChangements
    if not touches:
        return {}
    touches.close()
    demandes = [q.demande for q in questions if q.is_touchable and q.is_touched(touches.jours)]
    with ombres(touches):
        now = calculer(demandes, arrete_au=apres, memoire=memoire)
        show_the_past(changes)
        then = calculer(demandes, arrete_au=avant, memoire=memoire)
    return {demande: _difference(then[demande], now[demande]) for demande in demandes}


def _difference(then: Resultat, now: Resultat) -> tuple[Decimal, Decimal]:
    zero = Decimal(0)
    return (
        (now.numerateur or zero) - (then.numerateur or zero),
        (now.denominateur or zero) - (then.denominateur or zero),
    )
