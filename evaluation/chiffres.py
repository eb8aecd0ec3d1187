"""How a figure may be shown: whether it adds up over the projet, whether it counts too few people to be said."""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from commun.mesures import Contexte, Distinct, Lignes, Mesure, MesureInconnue, Ratio, registre
from evaluation import secret
from evaluation.moteur import Resultat
from plans_action.models import Indicateur


def mesure_de(indicateur: Indicateur) -> Mesure | None:
    """Return the measure of an indicateur, None when it has none or when it was withdrawn."""
    try:
        return registre.get(indicateur.mesure) if indicateur.mesure else None
    except MesureInconnue:
        return None


def is_cumulative(mesure: Mesure) -> bool:
    """Tell whether the measure grows as the projet goes on: a number of rows or of people, not a rate or a mean."""
    if callable(mesure.calcul):
        parametres = mesure.clean_parametres({})
        return not isinstance(mesure.calcul(Contexte(parametres, datetime.date.max)), Ratio)
    return isinstance(mesure.calcul, Lignes | Distinct)


def is_part(mesure: Mesure) -> bool:
    """Tell whether the measure is a share (those who have it, out of all), not a mean."""
    return mesure.unite == "%"


def doit_masquer(resultat: Resultat, mesure: Mesure) -> bool:
    """Tell whether a figure about people counts too few of them to be said outside."""
    if not mesure.personnes or not resultat.is_mesure:
        return False
    if resultat.denominateur is None:
        return secret.est_petit(resultat.valeur)
    if is_part(mesure):
        return secret.part_revelatrice(resultat.numerateur, resultat.denominateur)
    return secret.est_petit(resultat.denominateur) or secret.est_petit(resultat.numerateur)


def masques(resultats: Sequence[Resultat], mesure: Mesure) -> list[bool]:
    """Return which lines of a breakdown or months of a series to hide, so that none is found by subtraction."""
    if not mesure.personnes:
        return [False] * len(resultats)
    if any(resultat.denominateur is not None for resultat in resultats):
        return [doit_masquer(resultat, mesure) for resultat in resultats]
    return secret.masques([resultat.valeur for resultat in resultats])


def arrondi(resultat: Resultat, mesure: Mesure) -> Decimal | None:
    """Return the value as it is shown, None when there is none."""
    return None if resultat.valeur is None else mesure.arrondi(resultat.valeur)
