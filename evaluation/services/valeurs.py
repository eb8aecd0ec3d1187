"""Dated values of indicateurs, computed and not saved."""

import datetime
from collections.abc import Sequence

from commun.dates import Periode
from evaluation.models import ValeurIndicateur
from evaluation.moteur import Demande, Resultat, calculer
from plans_action.models import Indicateur


def compute_values(
    indicateurs: Sequence[Indicateur], periodes: Sequence[Periode], *, arrete_au: datetime.date, now: datetime.datetime
) -> list[ValeurIndicateur]:
    """Return the values of indicateurs over periods, not saved."""
    asked = {
        (indicateur.pk, periode): Demande.of(indicateur, periode) for indicateur in indicateurs for periode in periodes
    }
    results = calculer(asked.values(), arrete_au=arrete_au)
    return [
        value_of(indicateur, periode, results[asked[indicateur.pk, periode]], now)
        for indicateur in indicateurs
        for periode in periodes
    ]


def value_of(indicateur: Indicateur, periode: Periode, resultat: Resultat, now: datetime.datetime) -> ValeurIndicateur:
    """Return the value of an indicateur over a period, not saved."""
    return ValeurIndicateur(
        indicateur=indicateur,
        debut=periode.debut,
        fin=periode.fin,
        etat=resultat.etat,
        valeur=resultat.valeur,
        numerateur=resultat.numerateur,
        denominateur=resultat.denominateur,
        mesure=resultat.mesure,
        mesure_version=resultat.version,
        definition_version=resultat.definition,
        calcule_le=now,
    )
