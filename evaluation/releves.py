"""The measures of typed readings: implied by the kind of an indicateur, never chosen in a form."""

from functools import lru_cache
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet

from commun.mesures import Contexte, Filtre, Lecture, Mesure, registre
from evaluation.choix import Agregation
from evaluation.models import ReglageReleve, Releve
from plans_action.choix import TypeIndicateur
from plans_action.models import Indicateur

FAMILLE = "Relevés"
LIMITES = (
    "Un nombre lu à l’extérieur et recopié par une personne, avec sa source. Un relevé corrigé garde son ancienne "
    "valeur dans l’historique ; un relevé retiré ne compte plus."
)
DEFINITIONS = {
    Agregation.DERNIER: ("Dernier relevé", "Le dernier nombre relevé pendant la période."),
    Agregation.SOMME: ("Somme des relevés", "La somme des nombres relevés pendant la période."),
    Agregation.MOYENNE: ("Moyenne des relevés", "La moyenne des nombres relevés pendant la période."),
}
LECTURES = {
    Agregation.DERNIER: Lecture("dernier", de="indicateur"),
    Agregation.SOMME: Lecture("somme", de="indicateur"),
    Agregation.MOYENNE: Lecture("moyenne", de="indicateur"),
}


def valables(contexte: Contexte) -> QuerySet[Any]:
    """Return the readings that count."""
    return Releve.objects.valables()


def _indicateurs() -> list[tuple[str, str]]:
    rows = Indicateur.objects.filter(type=TypeIndicateur.RELEVE).order_by("pk")
    return [(str(row.pk), row.libelle) for row in rows]


FILTRES = {"indicateur": Filtre("Indicateur", "indicateur", _indicateurs, identifiants=True, muet=True)}


@lru_cache(maxsize=64)
def mesure_releve(agregation: str, unite: str = "", decimales: int = 0) -> Mesure:
    """Return the measure of readings put together in one way, with the unit of the indicateur."""
    choisie = Agregation(agregation)
    libelle, definition = DEFINITIONS[choisie]
    return Mesure(
        cle=f"releve_{choisie.value}",
        famille=FAMILLE,
        libelle=libelle,
        definition=definition,
        limites=LIMITES,
        unite=unite,
        population=valables,
        calcul=LECTURES[choisie],
        filtres=FILTRES,
        decimales=decimales,
        personnes=False,
    )


for _agregation in Agregation:
    registre.register(mesure_releve(_agregation.value), proposee=False)


def reglage_de(indicateur: Indicateur) -> ReglageReleve:
    """Return how the readings of an indicateur are put together; read with `select_related("reglage_releve")`."""
    try:
        reglage: ReglageReleve = indicateur.reglage_releve
    except ObjectDoesNotExist:
        return ReglageReleve(indicateur=indicateur)
    return reglage


def mesure_releve_de(indicateur: Indicateur) -> Mesure | None:
    """Return the measure of an indicateur that is read elsewhere, None for the other kinds."""
    if indicateur.type != TypeIndicateur.RELEVE:
        return None
    reglage = reglage_de(indicateur)
    return mesure_releve(reglage.agregation, reglage.unite, reglage.decimales)


def liaison_releve(indicateur: Indicateur) -> tuple[str, dict[str, list[str]]] | None:
    """Return the key and the filter that ask for the readings of an indicateur, None for the other kinds."""
    mesure = mesure_releve_de(indicateur)
    return None if mesure is None else (mesure.cle, {"indicateur": [str(indicateur.pk)]})
